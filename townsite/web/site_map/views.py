"""The map of sites, and the list beside it that tells the same."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from townsite.common.errors import Invalid
from townsite.directory.criteria import Criteria
from townsite.directory.extent import map_extent
from townsite.directory.legend import legend
from townsite.directory.queries import count_sites
from townsite.directory.sites_in_view import sites_in_view
from townsite.directory.timing.tally import timed_search

TILES = {
    "sites": "/tiles/sites/{z}/{x}/{y}.mvt",
    "territories": "/tiles/territories/{z}/{x}/{y}.mvt",
}


@require_GET
def site_map(request: HttpRequest) -> HttpResponse:
    """The page of the map; the address holds the same query as the directory's."""
    criteria = Criteria.from_query(request.GET)
    context = {
        "query": request.GET.urlencode(),
        "search": request.GET.get("q", ""),
        "kept": _kept(request),
        "tiles": TILES,
        "legend": [asdict(entry) for entry in legend(criteria)],
        "bounds": map_extent(criteria.without("bbox")),
        "total": count_sites(criteria).number,
        "problems": criteria.problems,
    }
    return render(request, "sites/site_map.html", context)


@require_GET
def site_map_panel(request: HttpRequest) -> HttpResponse:
    """The sites within the window `bbox`. Raises Invalid for a query that cannot be read."""
    criteria = Criteria.from_query(request.GET)
    if "bbox" not in criteria.shapes:
        raise Invalid("The list needs the map's window: bbox=west,south,east,north.")
    with timed_search():
        found = sites_in_view(criteria)
    context: dict[str, Any] = {
        "sites": found.sites,
        "in_view": found.in_view,
        "total": found.total,
        "has_more": found.has_more,
        "bounds": found.bounds,
        "problems": criteria.problems,
        "query": criteria.without("bbox").query(),
    }
    response = render(request, "sites/site_map_panel.html", context)
    patch_cache_control(response, no_store=True)
    return response


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What the search form carries along beside its own field."""
    return [
        (name, str(value))
        for name, values in request.GET.lists()
        for value in values
        if name not in {"q", "cursor", "page"}
    ]
