"""The tab classification: four dated facets, the score cards, and changing them with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import (
    classify_site,
    lift_complexity_override,
    override_complexity,
)
from townsite.sites.choices import Facet
from townsite.sites.models import Classification, Site
from townsite.sites.quality import assess
from townsite.sites.queries.classification import class_at, facet_history
from townsite.sites.scoring import (
    CapacityWeight,
    RevenueVerdict,
    ScoreCard,
    TierProposal,
    capacity_weight,
    complexity_card,
    facts_of,
    revenue_verdict,
    tier_proposal,
)
from townsite.sites.scoring.stored import standards_of
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.lookup import site_or_404, site_to_change
from townsite.web.sites.page import FormPage, site_form_page, site_page
from townsite.web.sites.words import value_of

CLASSIFY = Permission.SITE_CLASSIFY
TAB = "classification"


@dataclass(frozen=True)
class FacetLine:
    """One facet as it stands; `row` is None where nobody recorded since when."""

    facet: Facet
    value: str
    label: str
    row: Classification | None


@dataclass(frozen=True)
class Past:
    """One former or present value of a facet."""

    facet: str
    label: str
    row: Classification


@dataclass(frozen=True)
class Cards:
    """The score cards of one site."""

    complexity: ScoreCard
    tier: TierProposal
    revenue: RevenueVerdict
    weight: CapacityWeight


class ClassifyForm(forms.Form):
    """A new value of one facet, with the reason that the history keeps."""

    value = forms.ChoiceField()
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, facet: Facet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # handed through
        choices = Site._meta.get_field(facet).choices or ()  # noqa: SLF001 - public by convention
        value = self.fields["value"]
        if isinstance(value, forms.ChoiceField):
            value.choices = [("", "Choose"), *choices]
        value.label = facet.label


class OverrideForm(forms.Form):
    """A complexity set by hand."""

    complexity = forms.IntegerField(min_value=0, max_value=100, help_text="0 to 100.")
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


@require_GET
def classification(request: HttpRequest, number: str) -> HttpResponse:
    """The facets as they stand, the cards with their breakdown, and the history."""
    site, at = site_or_404(number), clock.now()
    context = {
        "facets": facet_lines(site, at=at),
        "cards": cards_of(site, at=at),
        "past": [
            Past(Facet(row.facet).label, value_of(row.facet, row.value), row)
            for row in facet_history(site)
        ],
    }
    return site_page(request, site, tab=TAB, context=context)


@require_http_methods(["GET", "POST"])
def classify(request: HttpRequest, number: str, facet: str) -> HttpResponse:
    """The form of one facet; `value` and `reason` in the address fill it in."""
    if facet not in Facet.values:
        raise Http404(f"A site has no facet {facet}.")
    site, chosen = site_to_change(request, number, CLASSIFY), Facet(facet)
    initial = {name: request.GET.get(name, "")[:200] for name in ("value", "reason")}
    form = ClassifyForm(sent_data(request), facet=chosen, initial=initial)

    def write() -> Site:
        given = form.cleaned_data
        return classify_site(
            site=site, facet=chosen, **given, by=person_in(request), at=clock.now()
        )

    if request.method == "POST" and _done(form, write):
        _tell(request, site, chosen)
        return redirect("sites:classification", number=site.number)
    now = value_of(facet, getattr(site, facet))
    page = FormPage(
        heading=f"Change {chosen.label.lower()}",
        action="Change",
        cancel=f"/sites/{site.number}/classification/",
        lead=f"Now: {now}. The value before stays in the history.",
    )
    return site_form_page(request, site, form, page, tab=TAB)


@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, number: str) -> HttpResponse:
    """The form that sets the complexity by hand."""
    site = site_to_change(request, number, CLASSIFY)
    form = OverrideForm(sent_data(request), initial={"complexity": site.complexity})

    def write() -> Site:
        given = form.cleaned_data
        return override_complexity(site=site, **given, by=person_in(request), at=clock.now())

    if request.method == "POST" and _done(form, write):
        messages.success(request, "The complexity is set by hand until you lift that.")
        return redirect("sites:classification", number=site.number)
    page = FormPage(
        heading="Set the complexity by hand",
        action="Set",
        cancel=f"/sites/{site.number}/classification/",
        lead="Where the score card does not see what makes this site hard or easy.",
    )
    return site_form_page(request, site, form, page, tab=TAB)


@require_POST
def lift(request: HttpRequest, number: str) -> HttpResponse:
    """Goes back to the score card."""
    site = site_to_change(request, number, CLASSIFY)
    site = lift_complexity_override(site=site, by=person_in(request), at=clock.now())
    messages.success(request, f"The complexity is what the score card says: {site.complexity}.")
    return redirect("sites:classification", number=site.number)


def facet_lines(site: Site, *, at: datetime) -> list[FacetLine]:
    """The four facets with their present values."""
    rows = class_at(site, at=at)
    return [
        FacetLine(
            facet, getattr(site, facet), value_of(facet, getattr(site, facet)), rows.get(facet)
        )
        for facet in Facet
    ]


def cards_of(site: Site, *, at: datetime) -> Cards:
    """Every score card of the site, under the policies that hold for it."""
    facts, standards = facts_of(site), standards_of(site, at=at)
    return Cards(
        complexity_card(facts, standards),
        tier_proposal(facts, site.complexity, standards),
        revenue_verdict(facts, standards),
        capacity_weight(facts, site.complexity, standards),
    )


def _done(form: forms.Form, write: Callable[[], Site]) -> bool:
    """Whether the form passed and was written; else the form says what was wrong."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            write()
    except Problem as problem:
        add_problem(form, problem)
        return False
    return True


def _tell(request: HttpRequest, site: Site, facet: Facet) -> None:
    """Says what follows from the change: a new type asks for other fields (R-25)."""
    messages.success(request, f"{facet.label} changed.")
    missing = assess(site.pk, at=clock.now()).missing_labels
    if facet == Facet.FACILITY_TYPE and missing:
        messages.warning(request, f"This type also asks for: {', '.join(missing)}.")
