"""Each territory before and after a plan."""

from typing import Any

import numpy as np

from townsite.scenarios.measures.layout import METERS_PER_KM, Layout, today_layout
from townsite.territories.placement.travel import great_circle_m

CENTS = 100


def rows_of(layout: Layout) -> list[dict[str, Any]]:
    """One row a territory, JSON: those that close included, those of the plan by code."""
    before = today_layout(layout.instance)
    after_of = {seat.code: n for n, seat in enumerate(layout.seats)}
    before_of = {seat.code: n for n, seat in enumerate(before.seats)}
    rows = []
    for code in sorted({*after_of, *before_of}):
        old, new = before_of.get(code), after_of.get(code)
        seat = layout.seats[new] if new is not None else before.seats[before_of[code]]
        rows.append(
            {
                "code": code,
                "name": seat.name,
                "color": seat.color,
                "is_new": old is None,
                "is_closed": new is None,
                "before": figures(before, old),
                "after": figures(layout, new),
                "gained": _exchanged(layout, into=new, out_of=None, old=old),
                "lost": _exchanged(layout, into=None, out_of=old, old=new),
                "center_km": _center_km(before, layout, old, new),
            }
        )
    return rows


def figures(layout: Layout, seat: int | None) -> dict[str, Any]:
    """Sites, weighted sites, cents a year and drives of one seat."""
    if seat is None:
        return {"sites": 0, "units": 0.0, "revenue_cents": 0, "mean_minutes": None}
    mine = layout.seat == seat
    minutes = layout.minutes[mine]
    return {
        "sites": int(mine.sum()),
        "units": round(float(layout.instance.load[mine].sum()), 1),
        "revenue_cents": round(float(layout.instance.dollars[mine].sum()) * CENTS),
        "mean_minutes": round(float(minutes.mean()), 1) if mine.any() else None,
        "most_minutes": round(float(minutes.max()), 1) if mine.any() else None,
    }


def _exchanged(layout: Layout, *, into: int | None, out_of: int | None, old: int | None) -> int:
    """Sites that a territory gains (`into` a seat, from elsewhere) or loses (`out_of` a place)."""
    today = layout.instance.of
    if into is not None:
        return int(((layout.seat == into) & (today != (-1 if old is None else old))).sum())
    if out_of is not None:
        return int(((today == out_of) & (layout.seat != (-1 if old is None else old))).sum())
    return 0


def _center_km(before: Layout, after: Layout, old: int | None, new: int | None) -> float | None:
    """How far the center moves; None where there is only one."""
    if old is None or new is None:
        return None
    one, other = before.center[old], after.center[new]
    apart = great_circle_m(one[0], one[1], other[0], other[1])
    return round(float(np.asarray(apart)) / METERS_PER_KM, 1)
