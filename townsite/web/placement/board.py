"""The board: sites that wait for a territory, each with its ranked proposals."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.changes.queries.proposed import proposed_assignments
from townsite.common import clock
from townsite.territories.placement.asked_sites import count_unassigned, unassigned_ids
from townsite.territories.placement.proposals import Run, SiteProposals, propose
from townsite.web.placement.presenting import LoadBar, drive_words, load_bars
from townsite.web.territories.filters import Trees

PAGE = 25


@require_GET
@needs(Permission.SITE_ASSIGN)
def board(request: HttpRequest) -> HttpResponse:
    """A page of the queue, judged as one run: each site counts where it would go."""
    given = request.GET.get("page", "1")
    page = max(1, int(given[:6])) if given.isascii() and given.isdecimal() else 1
    trees = Trees.read(request)
    total = count_unassigned(trees.shown)
    ids = unassigned_ids(limit=PAGE, offset=PAGE * (page - 1), hierarchy=trees.shown)
    run = propose(ids, at=clock.now(), is_filling=True, hierarchy_id=trees.shown.pk)
    query = "" if trees.is_main else f"hierarchy={trees.shown.code}&"
    units = getattr(request.user, "units", "mi")
    bars = load_bars(run.candidates)
    proposed = proposed_assignments(ids)
    first = PAGE * (page - 1) + 1
    context = {
        "trees": trees,
        "cards": [_card(result, units, proposed) for result in run.results],
        "targets": _targets(run, bars),
        "total": total,
        "page": page,
        "summary": f"{first}–{first + len(ids) - 1} of {total:,}" if ids else f"0 of {total:,}",
        "previous_href": f"?{query}page={page - 1}" if page > 1 else "",
        "next_href": f"?{query}page={page + 1}" if first + PAGE <= total else "",
        "notice": next((each.notice for each in run.results if each.notice), ""),
        "points": _points(run),
    }
    return render(request, "placement/board.html", context)


def _card(result: SiteProposals, units: str, proposed: dict[UUID, int]) -> dict[str, Any]:
    """One site of the queue; `proposed` tells the change set that waits to place it."""
    return {
        "proposed": proposed.get(result.site.id),
        "site": result.site,
        "best": result.best,
        "proposals": [(each, drive_words(each, units)) for each in result.ranked],
        "barred": result.barred,
    }


def _targets(run: Run, bars: dict[str, LoadBar]) -> list[dict[str, Any]]:
    """The territories that this page's sites could go to, with what they carry."""
    near = {each.territory.code for result in run.results for each in result.ranked}
    waiting = [result.best.territory.code for result in run.results if result.best]
    return [
        {"territory": row, "bar": bars[row.code], "coming": waiting.count(row.code)}
        for row in run.candidates.rows
        if row.code in near
    ]


def _points(run: Run) -> list[dict[str, Any]]:
    """Sites of the page and centers of their territories on the small map."""
    sites = [
        {
            "lon": round(site.longitude, 5),
            "lat": round(site.latitude, 5),
            "label": f"{site.number} {site.name}",
            "href": f"/sites/{site.number}/placement/",
            "token": "health-poor",
        }
        for result in run.results
        if (site := result.site).longitude is not None and site.latitude is not None
    ]
    centers = [
        {
            "lon": round(row.longitude, 5),
            "lat": round(row.latitude, 5),
            "label": f"{row.code} {row.name}",
            "href": f"/territories/{row.code}/",
            "token": "status-active",
        }
        for row in {
            each.best.territory.code: each.best.territory for each in run.results if each.best
        }.values()
        if row.longitude is not None and row.latitude is not None
    ]
    return [*centers, *sites]
