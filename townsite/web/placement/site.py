"""Placement of one site: why it is where it is, what else is proposed, choosing by hand."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs, scope_in
from townsite.changes.actions import place_chosen
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.models import Site
from townsite.territories.choices import AssignmentKind
from townsite.territories.models import Assignment, Hierarchy, PlacementException, Territory
from townsite.territories.placement.counterfactual import counterfactuals
from townsite.territories.placement.explanation import proposal_json
from townsite.territories.placement.proposals import Proposal, SiteProposals, propose
from townsite.web.changes.outcome import tell_outcome
from townsite.web.person import person_in
from townsite.web.placement.presenting import RULE_TITLES, drive_words, parts
from townsite.web.sites.lookup import may_write, site_or_404
from townsite.web.sites.page import site_page
from townsite.web.territories.filters import Trees


class PlaceForm(forms.Form):
    """A choice; a reason is asked for where it is not the best proposal (R-12)."""

    site = forms.CharField(max_length=6, widget=forms.HiddenInput)
    territory = forms.CharField(max_length=50, widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the assignment.",
    )
    next = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


@require_GET
def site_placement(request: HttpRequest, number: str) -> HttpResponse:
    """The tab of a site."""
    site = site_or_404(number)
    at = clock.now()
    trees = Trees.read(request)
    present = _present(site, trees.shown)
    keep = {site.pk: present.territory_id} if present else {}
    [result] = propose([site.pk], at=at, keep=keep, hierarchy_id=trees.shown.pk).results
    units = getattr(request.user, "units", "mi")
    context = {
        "trees": trees,
        "present": present,
        "why": explained(present),
        "result": result,
        "rows": [(each, drive_words(each, units), _lines(each)) for each in result.ranked],
        "what_ifs": _what_ifs(result),
        "exceptions": _exceptions(site),
        "can_assign": may_write(scope_in(request), site)
        and Permission.SITE_ASSIGN in scope_in(request).permissions,
        "now": at,
    }
    return site_page(
        request, site, tab="placement", template="placement/site.html", context=context
    )


def explained(present: Assignment | None) -> dict[str, Any] | None:
    """The stored explanation with titles; None where none was stored."""
    if present is None or present.breakdown is None:
        return None
    shown = present.breakdown
    return {
        **shown,
        "rule": RULE_TITLES.get(shown["decided_by"], shown["decided_by"]),
        "lines": parts(shown),
        "versions": present.policy_versions or [],
    }


def _present(site: Site, hierarchy: Hierarchy) -> Assignment | None:
    rows = Assignment.objects.filter(site=site, kind=AssignmentKind.PRIMARY, hierarchy=hierarchy)
    return rows.filter(valid_during__contains=clock.now()).select_related("territory").first()


def _lines(proposal: Proposal) -> list[dict[str, Any]]:
    return parts(proposal_json(proposal))


def _what_ifs(result: SiteProposals) -> list[str]:
    if result.best is None:
        return []
    rival = result.ranked[1] if len(result.ranked) > 1 else None
    return [each.words for each in counterfactuals(result.best, rival, result.barred)]


def _exceptions(site: Site) -> Any:
    rows = PlacementException.objects.filter(site=site).select_related("territory")
    return rows.order_by("-valid_during")


@require_GET
@needs(Permission.SITE_ASSIGN)
def choose(request: HttpRequest) -> HttpResponse:
    """The dialog of a choice: what it means, and its reason."""
    given = {name: request.GET.get(name, "") for name in ("site", "territory", "next")}
    return _dialog(request, PlaceForm(initial=given), given, status=200)


@require_POST
@needs(Permission.SITE_ASSIGN)
def place(request: HttpRequest) -> HttpResponse:
    """Places the site by a change set, or shows the dialog with what speaks against it."""
    form = PlaceForm(request.POST)
    given = {name: request.POST.get(name, "") for name in ("site", "territory", "next")}
    result, chosen = _judged(given)
    if chosen is result.best:
        form.fields["reason"].required = False
    if form.is_valid():
        at = clock.now()
        try:
            row = place_chosen(
                choices={result.site.id: chosen.territory.id},
                by=person_in(request),
                at=at,
                reason=form.cleaned_data["reason"],
            )
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            said = f"{result.site.number} is now in {chosen.territory.code}."
            tell_outcome(request, row, done=said, at=at)
            return _back(request, given["next"], result.site.number)
    return _dialog(request, form, given, status=422)


def _back(request: HttpRequest, address: str, number: str) -> HttpResponse:
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()})
    response = redirect(address if is_ours else f"/sites/{number}/placement/")
    if request.headers.get("HX-Request"):
        response.status_code = 204
        response["HX-Redirect"] = response["Location"]
        del response["Location"]
    return response


def _judged(given: dict[str, str]) -> tuple[SiteProposals, Proposal]:
    """The site's proposals and the chosen one. Raises 404 for what is not within reach."""
    site = site_or_404(given["site"])
    territory = get_object_or_404(Territory, code=given["territory"])
    [result] = propose(
        [site.pk],
        at=clock.now(),
        keep={site.pk: territory.pk},
        hierarchy_id=territory.hierarchy_key,
    ).results
    chosen = result.of(territory.pk)
    if chosen is None:
        raise Http404(f"{territory.code} takes no sites: it is closed or has territories below it.")
    return result, chosen


def _dialog(
    request: HttpRequest, form: PlaceForm, given: dict[str, str], *, status: int
) -> HttpResponse:
    result, chosen = _judged(given)
    is_best = chosen is result.best
    form.fields["reason"].required = not is_best
    context = {
        "form": form,
        "result": result,
        "chosen": chosen,
        "lines": _lines(chosen),
        "is_best": is_best,
        "drive": drive_words(chosen, getattr(request.user, "units", "mi")),
    }
    return render(request, "placement/choose.html", context, status=status)
