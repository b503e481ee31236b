"""Pages of balance: violations with their trend, reviews, comparison, geographic opportunities."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.jobs.periodic import start_if_idle
from townsite.territories.actions import close_review
from townsite.territories.as_of import territory_tree_at
from townsite.territories.balance.comparison import compared
from townsite.territories.balance.geography import count_placed
from townsite.territories.balance.opportunities import KINDS, NEARER, opportunities
from townsite.territories.balance.queries import Week, open_reviews, open_violations, trend
from townsite.territories.choices import BalanceRule, Rung, TerritoryLevel
from townsite.territories.models import BalanceReview, Hierarchy, Territory
from townsite.territories.placement.candidates import candidates_at
from townsite.territories.queries import Node, flat
from townsite.territories.tasks import watch
from townsite.web.person import person_in
from townsite.web.placement.presenting import load_bars
from townsite.web.territories.filters import AsOf, Trees

WEEKS = 12
SHOWN = 200
MOST_COMPARED = 6
# Beyond so many sites the page would keep somebody waiting: choose a part of the tree.
MOST_SITES = 50_000


class OutcomeForm(forms.Form):
    outcome = forms.CharField(max_length=2_000)


@require_GET
def balance(request: HttpRequest) -> HttpResponse:
    """Which rules are broken now, how that went over twelve weeks, and reviews that wait."""
    at = clock.now()
    chosen = _chosen(request)
    path = str(chosen["territory"].path) if chosen["territory"] else ""
    rows = open_violations(path=path, rule=chosen["rule"], rung=chosen["rung"])
    weeks = trend(at=at, weeks=WEEKS, rule=chosen["rule"])
    context = {
        **chosen,
        "violations": rows[:SHOWN],
        "count": rows.count(),
        "shown": SHOWN,
        "reviews": open_reviews(path=path),
        "now": at,
        "bars": _bars(weeks),
        "weeks": weeks,
        "rules": BalanceRule.choices,
        "rungs": Rung.choices,
        "parts": _parts(),
    }
    return render(request, "placement/balance.html", context)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The filters in the address; unknown ones are left out."""
    rule, rung = request.GET.get("rule", ""), request.GET.get("rung", "")
    return {
        "rule": rule if rule in BalanceRule.values else "",
        "rung": rung if rung in Rung.values else "",
        "territory": Territory.objects.filter(code=request.GET.get("territory", "")).first(),
    }


def _parts() -> Any:
    """Parts of the tree that a report can be narrowed to."""
    upper = Territory.objects.exclude(level=TerritoryLevel.TERRITORY).exclude(status="inactive")
    return upper.order_by("path")


def _bars(weeks: list[Week]) -> list[dict[str, Any]]:
    """A bar a week, as tall as its count against the most, with its top-rung share."""
    most = max((week.violations for week in weeks), default=0) or 1
    return [
        {
            "x": 10 * n + 1,
            "height": 40 * week.violations / most,
            "y": 40 - 40 * week.violations / most,
            "top": 40 * week.reviews / most,
            "top_y": 40 - 40 * week.reviews / most,
        }
        for n, week in enumerate(weeks)
    ]


@require_POST
@needs(Permission.TERRITORY_EDIT)
def look_now(request: HttpRequest) -> HttpResponse:
    """Starts the nightly look at once; it runs over the whole portfolio, whoever asks."""
    if start_if_idle(watch, title="Watch the balance of territories"):
        messages.success(request, "The balance is being looked at; load this page in a moment.")
    else:
        messages.info(request, "A look at the balance is under way already.")
    return redirect("placement:balance")


@require_POST
@needs(Permission.TERRITORY_EDIT)
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """Closes a review with its outcome."""
    review = get_object_or_404(BalanceReview, pk=pk)
    form = OutcomeForm(request.POST)
    try:
        with transaction.atomic():
            outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
            close_review(review=review, outcome=outcome, by=person_in(request), at=clock.now())
        messages.success(request, f"The review of {review.territory.code} is closed.")
    except Problem as problem:
        messages.error(request, problem.detail)
    return redirect("placement:balance")


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Territories side by side, with what each has per site and per weighted unit (A-82)."""
    codes = list(dict.fromkeys(request.GET.getlist("territory")))[:MOST_COMPARED]
    named = Territory.objects.filter(code__in=codes).select_related("hierarchy").first()
    trees = Trees.read(request)
    tree = named.hierarchy if named else trees.shown
    candidates = candidates_at(clock.now(), hierarchy_id=tree.pk)
    bars = load_bars(candidates)
    figures = compared(candidates, codes)
    moment = AsOf.read(request)
    context = {
        "moment": moment,
        "then": _nodes_then(moment, tree, codes) if moment.is_past else [],
        "trees": replace(trees, shown=tree),
        "figures": [(each, bars[each.territory.code]) for each in figures],
        "choices": candidates.rows,
        "codes": codes,
        "most": MOST_COMPARED,
        "mean_sites": candidates.mean_sites,
    }
    return render(request, "placement/compare.html", context)


def _nodes_then(moment: AsOf, tree: Hierarchy, codes: list[str]) -> list[Node | None]:
    """The territories as they stood, in the order of `codes`; None for one that was not there."""
    tops = territory_tree_at(moment.at, sites_now=moment.sites_now, hierarchy_id=tree.pk)
    nodes = {node.code: node for node in flat(tops)}
    return [nodes.get(code) for code in codes]


@require_GET
def opportunity_list(request: HttpRequest) -> HttpResponse:
    """Sites nearer to another center, border and island sites, excess drive time (A-84)."""
    kind = request.GET.get("kind", NEARER)
    kind = kind if kind in KINDS else NEARER
    territory = Territory.objects.filter(code=request.GET.get("territory", "")).first()
    path = str(territory.path) if territory else ""
    trees = Trees.read(request)
    trees = replace(trees, shown=territory.hierarchy) if territory else trees
    tree = trees.shown.pk
    is_too_large = count_placed(path, hierarchy_id=tree) > MOST_SITES
    candidates = candidates_at(clock.now(), hierarchy_id=tree)
    report = None if is_too_large else opportunities(candidates, path=path, kind=kind)
    context = {
        "trees": trees,
        "report": report,
        "kind": kind,
        "territory": territory,
        "parts": _parts().filter(hierarchy=tree),
        "most": MOST_SITES,
        "points": _points(report),
    }
    return render(request, "placement/opportunities.html", context)


def _points(report: Any) -> list[dict[str, Any]]:
    if report is None:
        return []
    return [
        {
            "lon": round(each.site.location.x, 5),
            "lat": round(each.site.location.y, 5),
            "label": f"{each.site}: {each.minutes:.0f} min",
            "href": f"/sites/{each.site.number}/placement/",
            "token": "health-poor",
        }
        for each in report.shown
        if each.site.location
    ]
