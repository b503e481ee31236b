"""How a site relates to others: graph, map and table."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import end_relationship, relate_sites
from townsite.sites.choices import RelationshipKind
from townsite.sites.models import Site, SiteRelationship
from townsite.sites.queries.relationships import Relation, relations_of, shared_percent
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.lookup import site_or_404, site_to_change
from townsite.web.sites.page import FormPage, map_points, site_form_page, site_page
from townsite.web.sites.relation_graph import relation_graph


class RelateForm(forms.Form):
    """Another site and what this one is to it."""

    kind = forms.ChoiceField(label="This site is", choices=RelationshipKind.choices)
    other = forms.CharField(label="Number of the other site", max_length=6)
    share_percent = forms.DecimalField(
        label="Share of parking, %",
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text="Only for shared parking; all shares of a site add up to 100% at most.",
    )
    note = forms.CharField(required=False, max_length=200)

    def clean_other(self) -> Site:
        number = str(self.cleaned_data["other"]).strip()
        found = Site.objects.filter(number=number.zfill(4)).first()
        if found is None:
            raise forms.ValidationError(f"There is no site {number} within your reach.")
        return found


class EndForm(forms.Form):
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


@require_http_methods(["GET", "POST"])
def relationship_list(request: HttpRequest, number: str) -> HttpResponse:
    """The relationships, and a form for one more."""
    site = site_or_404(number)
    form = RelateForm(sent_data(request))
    if request.method == "POST":
        site_to_change(request, number, Permission.SITE_EDIT)
        if form.is_valid() and _related(request, site, form):
            return redirect("sites:relationships", number=site.number)
    relations = relations_of(site)
    context = {
        "form": form,
        "relations": relations,
        "graph": relation_graph(site, relations) if relations else None,
        "shared": shared_percent(site),
        "map_points": map_points(
            [(each.neighbor, "type-other") for each in relations] + [(site, "type-hotel")]
        ),
        "map_lines": _lines(site, relations),
    }
    status = 422 if form.is_bound else 200
    return site_page(request, site, tab="relationships", context=context, status=status)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Asks why a relationship ends."""
    site = site_to_change(request, number, Permission.SITE_EDIT)
    rows = SiteRelationship.objects.select_related("site", "other")
    row = get_object_or_404(rows.filter(Q(site=site) | Q(other=site)), pk=pk)
    form = EndForm(sent_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            end_relationship(
                relationship=row, by=person_in(request), at=clock.now(), **form.cleaned_data
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, "The relationship has ended.")
            return redirect("sites:relationships", number=site.number)
    page = FormPage(
        heading="End this relationship",
        action="End relationship",
        cancel=f"/sites/{site.number}/relationships/",
        lead=f"{row}.",
        is_danger=True,
    )
    return site_form_page(request, site, form, page, tab="relationships")


def _lines(site: Site, relations: list[Relation]) -> list[list[list[float]]]:
    """From the site to each of its relations that has a point."""
    if not site.location:
        return []
    here = [site.location.x, site.location.y]
    ends = [each.neighbor.location for each in relations]
    return [[here, [end.x, end.y]] for end in ends if end]


def _related(request: HttpRequest, site: Site, form: RelateForm) -> bool:
    try:
        with transaction.atomic():
            relate_sites(site=site, by=person_in(request), at=clock.now(), **form.cleaned_data)
    except Problem as problem:
        add_problem(form, problem)
        return False
    messages.success(request, f"Related to {form.cleaned_data['other']}.")
    return True
