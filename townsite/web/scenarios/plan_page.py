"""The two maps of a plan: today and the plan, sites in their territory's color, moved ones ringed."""

from collections.abc import Sequence
from typing import Any

from townsite.scenarios.measures.layout import Layout
from townsite.scenarios.queries.detail import PlanDetail

DIGITS = 5
MOST_SITES = 20_000  # more features than a browser draws well (docs/guides/front-end.md)


def map_data(detail: PlanDetail) -> dict[str, Any]:
    """GeoJSON of both sides, as the script reads it; of very many sites only those that move."""
    moved = set(detail.layout.moved.tolist())
    shown: Sequence[int] = range(len(detail.layout.instance))
    if len(shown) > MOST_SITES:
        shown = sorted(moved)[:MOST_SITES]
    return {
        "is_map_partial": len(shown) < len(detail.layout.instance),
        "sites_before": _sites(detail.today, moved, shown),
        "sites_after": _sites(detail.layout, moved, shown),
        "links_after": _links(detail),
        "centers_before": _centers(detail.today),
        "centers_after": _centers(detail.layout),
    }


def _sites(layout: Layout, moved: set[int], shown: Sequence[int]) -> dict[str, Any]:
    instance = layout.instance
    features = [
        _feature(
            [round(x, DIGITS), round(y, DIGITS)],
            "Point",
            number=instance.numbers[n],
            site=n,
            code=layout.seats[seat].code,
            color_index=layout.seats[seat].color,
            moved=n in moved,
        )
        for n in shown
        for x, y, seat in [(instance.longitude[n], instance.latitude[n], int(layout.seat[n]))]
    ]
    return {"type": "FeatureCollection", "features": features}


def _links(detail: PlanDetail) -> dict[str, Any]:
    """A line from the old center over each moved site to its new center."""
    instance, before, after = detail.layout.instance, detail.today, detail.layout
    lines = [
        _feature(
            [_at(instance.xy[n]), _at(after.center[after.seat[n]])],
            "LineString",
            number=instance.numbers[n],
            old=before.seats[int(before.seat[n])].code,
        )
        for n in after.moved.tolist()
    ]
    return {"type": "FeatureCollection", "features": lines}


def _centers(layout: Layout) -> dict[str, Any]:
    features = [
        _feature(_at(layout.center[n]), "Point", code=seat.code, color_index=seat.color)
        for n, seat in enumerate(layout.seats)
    ]
    return {"type": "FeatureCollection", "features": features}


def _at(point: Any) -> list[float]:
    return [round(float(point[0]), DIGITS), round(float(point[1]), DIGITS)]


def _feature(coordinates: Any, kind: str, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
