"""The map of territories: shapes by any figure, at any date, with the same facts in a table."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Min
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from townsite.common import clock
from townsite.common.rendering import dumps
from townsite.policies.queries import policies_at
from townsite.sites.choices import FacilityType
from townsite.territories.choices import TerritoryKind
from townsite.territories.figures import Figures, territory_figures
from townsite.territories.models import Boundary
from townsite.web.territories.filters import AsOf, TerritoryFilter, Trees

# What the map's address has in common with the tree's, and its color.
SHARED = frozenset({"q", "kind", "vacant", "hierarchy", "as_of", "sites", "color"})
DRIVES = "drive_minutes"
METRICS = (
    ("territory", "Territory"),
    ("load_percent", "Load against capacity"),
    ("balance_percent", "Sites against the mean"),
    ("units", "Weighted sites"),
    ("sites", "Sites"),
    ("revenue_cents", "Revenue a year"),
    ("tier_1_percent", "Tier 1 share"),
    ("tier_3_percent", "Tier 3 share"),
    ("poor_percent", "Poor health share"),
    (DRIVES, "Mean drive"),
    ("violations", "Rules broken"),
)
ON_MAP = (
    "code", "name", "color_index", "manager", "group_name", "sites", "revenue_cents",
    "tier_1_percent", "tier_3_percent", "poor_percent", "violations", "bounds",
)  # fmt: skip
# The marks of the legend are those that the rules go by.
MARKS = {
    "load_percent": ("balance.capacity_marks", ("watch", "full", "over")),
    "balance_percent": ("balance.site_count", ("advise", "block", "review")),
}


@require_GET
def territory_map(request: HttpRequest) -> HttpResponse:
    """The page; its list comes with it and is swapped when the date or the filter changes."""
    moment = AsOf.read(request)
    context = {
        **_list(request, moment),
        "trees": Trees.read(request),
        "metrics": METRICS,
        "metric": _metric(request),
        "marks": _marks(moment.at),
        "kinds": TerritoryKind.choices,
        "first_day": _day(_first()),
        "last_day": _day(None),
        "day": _day(moment.then),
    }
    return render(request, "territories/map.html", context)


@require_GET
def territory_map_panel(request: HttpRequest) -> HttpResponse:
    """The list beside the map, with the figures that color it."""
    response = render(request, "territories/map_panel.html", _list(request, AsOf.read(request)))
    patch_cache_control(response, no_store=True)
    return response


def _list(request: HttpRequest, moment: AsOf) -> dict[str, Any]:
    keep = TerritoryFilter.read(request.GET.dict())
    every = territory_figures(
        moment.at,
        past=moment.is_past,
        sites_now=moment.sites_now,
        drives=_metric(request) == DRIVES,
        hierarchy_id=Trees.read(request).shown.pk,
    )
    figures = [each for each in every if keep.keeps(each)]
    query = {n: v for n, v in request.GET.items() if n in SHARED}
    return {
        "figures": figures,
        "keep": keep,
        "moment": moment,
        "total": sum(each.sites for each in figures),
        # As text, not as scripts: what is exchanged later comes without its script elements.
        "on_map_json": dumps(on_map(figures)).decode(),
        "bounds_json": dumps(bounds_of(figures)).decode(),
        "query": urlencode(query),
    }


def on_map(figures: list[Figures]) -> list[dict[str, Any]]:
    """What the scripts of the map read of each territory."""
    return [
        {name: getattr(each, name) for name in ON_MAP}
        | asdict(each.measures)
        | {"types": _types(each), "tiers": [each.tier_1, each.tier_2, each.tier_3]}
        for each in figures
    ]


def _types(each: Figures) -> list[tuple[str, int]]:
    """Its facility types in words, the most frequent first."""
    counted = sorted(each.by_type.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(str(FacilityType(kind).label), count) for kind, count in counted]


def _metric(request: HttpRequest) -> str:
    """What colors the map; an unknown word is no metric."""
    asked = request.GET.get("color", "")
    return asked if asked in dict(METRICS) else METRICS[0][0]


def _marks(at: datetime) -> dict[str, list[float]]:
    """The upper limits of the classes in percent, by metric; sites have a least mark as well."""
    policies = policies_at(at, keys=["balance.priority_below", *(key for key, _ in MARKS.values())])
    marks: dict[str, list[float]] = {
        metric: [round(100 * policies.numbers(key)[part]) for part in parts]
        for metric, (key, parts) in MARKS.items()
    }
    marks["balance_percent"].insert(0, round(100 * policies.number("balance.priority_below")))
    return marks


def bounds_of(figures: list[Figures]) -> list[float] | None:
    """West, south, east and north of all shapes together; None without any."""
    boxes = [each.bounds for each in figures]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _first() -> datetime | None:
    """When the oldest boundary in reach began."""
    found: datetime | None = Boundary.objects.aggregate(first=Min(Lower("valid_during")))["first"]
    return found


def _day(at: datetime | None) -> str:
    """The reader's day of a moment, today without one."""
    return timezone.localtime(at or clock.now()).date().isoformat()
