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

from townsite.access.choices import Permission
from townsite.access.http import needs
from townsite.common import clock
from townsite.territories.choices import TerritoryKind
from townsite.territories.figures import Figures, territory_figures
from townsite.territories.models import Boundary
from townsite.web.territories.filters import AsOf, TerritoryFilter

METRICS = (
    ("territory", "Territory", ""),
    ("load_percent", "Load", "%"),
    ("sites", "Sites", ""),
    ("revenue_cents", "Revenue", "$"),
    ("tier_1_percent", "Tier 1 share", "%"),
    ("poor_percent", "Poor health share", "%"),
)
ON_MAP = (
    "code", "name", "color_index", "manager", "sites", "revenue_cents", "load_percent",
    "tier_1_percent", "poor_percent", "bounds",
)  # fmt: skip


@require_GET
def territory_map(request: HttpRequest) -> HttpResponse:
    """The page; its list comes with it and is swapped when the date or the filter changes."""
    moment = AsOf.read(request)
    context = {
        **_list(request, moment),
        "metrics": METRICS,
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


@require_GET
@needs(Permission.TERRITORY_EDIT)
def boundary_editor(request: HttpRequest) -> HttpResponse:
    """The map on which borders are moved; everything it does the boundaries page does too."""
    figures = territory_figures(clock.now())
    context = {"figures": figures, "on_map": _on_map(figures), "bounds": _bounds(figures)}
    return render(request, "territories/boundary_editor.html", context)


def _list(request: HttpRequest, moment: AsOf) -> dict[str, Any]:
    keep = TerritoryFilter.read(request.GET.dict())
    every = territory_figures(moment.at, past=moment.is_past, sites_now=moment.sites_now)
    figures = [each for each in every if keep.keeps(each)]
    query = {n: v for n, v in request.GET.items() if n in {"q", "kind", "vacant", "as_of", "sites"}}
    return {
        "figures": figures,
        "keep": keep,
        "moment": moment,
        "total": sum(each.sites for each in figures),
        "on_map": _on_map(figures),
        "bounds": _bounds(figures),
        "query": urlencode(query),
    }


def _on_map(figures: list[Figures]) -> list[dict[str, Any]]:
    found = []
    for each in figures:
        known = asdict(each) | {
            "tier_1_percent": each.tier_1_percent,
            "poor_percent": each.poor_percent,
        }
        found.append({name: known[name] for name in ON_MAP})
    return found


def _bounds(figures: list[Figures]) -> list[float] | None:
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
