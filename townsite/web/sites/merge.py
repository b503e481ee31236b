"""The guided merge of two sites that are one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from townsite.access.choices import Permission
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.actions import merge_sites
from townsite.sites.models import Site
from townsite.sites.queries.duplicates import suspicions_about
from townsite.sites.queries.merging import merge_plan
from townsite.territories.actions import assign_sites
from townsite.territories.models import Territory
from townsite.web.forms import add_problem, sent_data
from townsite.web.person import person_in
from townsite.web.sites.changes import same
from townsite.web.sites.lookup import site_to_change
from townsite.web.sites.page import site_page
from townsite.web.sites.sections import FIELDS
from townsite.web.sites.words import DASH, label_of, value_of

# Type and classes too: the duplicate may be the one that was classified.
MERGED_FIELDS = (*FIELDS, "facility_type", "service_class", "tier", "commercial_class")


class ChooseForm(forms.Form):
    """The number of the site that this one is a duplicate of."""

    other = forms.CharField(max_length=6, label="Number of the other site")

    def clean_other(self) -> Site:
        number = str(self.cleaned_data["other"]).strip()
        found = Site.objects.filter(number=number.zfill(4)).first()
        if found is None:
            raise forms.ValidationError(f"There is no site {number} within your reach.")
        return found


class MergeForm(forms.Form):
    reason = forms.CharField(
        max_length=2_000,
        label="Why these are one site",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class FieldChoice:
    """A field in which the two differ; `from_gone` says which value is kept."""

    name: str
    label: str
    kept: str
    gone: str
    from_gone: bool


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """Which site the duplicate is merged into: likely ones are offered, any can be named."""
    site = site_to_change(request, number, Permission.SITE_DEACTIVATE)
    form = ChooseForm(sent_data(request))
    if form.is_valid():
        return redirect("sites:merge", number=form.cleaned_data["other"].number, other=site.number)
    pairs = suspicions_about(site)[:5]
    context = {
        "form": form,
        "likely": [(p, p.other if p.site_id == site.pk else p.site) for p in pairs],
    }
    return site_page(
        request,
        site,
        tab="profile",
        template="sites/merge_choose.html",
        context=context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Side by side: which values stay, what moves; then the merge itself."""
    kept = site_to_change(request, number, Permission.SITE_DEACTIVATE)
    gone = site_to_change(request, other, Permission.SITE_DEACTIVATE)
    form = MergeForm(sent_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _merge(request, kept, gone, form.cleaned_data["reason"])
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, f"{gone} was merged into this site; its number stays known.")
            return redirect("sites:profile", number=kept.number)
    context = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "choices": _choices(request, kept, gone),
        "plan": merge_plan(gone=gone, kept=kept),
        "takes_territory": kept.territory_id is None and gone.territory_id is not None,
        "is_sent": form.is_bound,
    }
    return site_page(
        request,
        kept,
        tab="profile",
        template="sites/merge.html",
        context=context,
        status=422 if form.is_bound else 200,
    )


def _choices(request: HttpRequest, kept: Site, gone: Site) -> list[FieldChoice]:
    """Every field in which the two differ; an empty one is filled from the other to start with."""
    choices = []
    for name in MERGED_FIELDS:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if same(mine, theirs):
            continue
        shown, other = value_of(name, mine), value_of(name, theirs)
        sent = request.POST.get(f"keep_{name}")
        from_gone = sent == "gone" if sent else shown == DASH
        choices.append(FieldChoice(name, label_of(name), shown, other, from_gone))
    return choices


def _merge(request: HttpRequest, kept: Site, gone: Site, reason: str) -> None:
    by, at = person_in(request), clock.now()
    chosen: dict[str, Any] = {
        name: getattr(gone, name)
        for name in MERGED_FIELDS
        if request.POST.get(f"keep_{name}") == "gone"
    }
    merge_sites(duplicate=gone, into=kept, by=by, at=at, reason=reason, values=chosen or None)
    if kept.territory_id is None and gone.territory_id is not None:
        territory = Territory.objects.get(pk=gone.territory_id)
        # Assignments lie above `sites`, so the merge itself cannot carry them over.
        assign_sites(site_ids=[kept.pk], territory=territory, by=by, at=at, reason=reason)
