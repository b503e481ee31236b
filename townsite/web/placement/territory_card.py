"""Load and balance as a territory's page shows them."""

from datetime import datetime
from typing import Any

from townsite.territories.balance.queries import open_reviews, open_violations, violations_at
from townsite.territories.models import Territory
from townsite.territories.placement.candidates import candidates_at
from townsite.web.placement.presenting import LoadBar, load_bars


def territory_balance(territory: Territory, *, at: datetime, is_past: bool) -> dict[str, Any]:
    """The load of the territory with all below it, and its rules that were broken at the moment.

    Loads are known for the present only.
    """
    if is_past:
        return {"violations": violations_at(at, path=str(territory.path))[:10], "is_past": True}
    candidates = candidates_at(at, hierarchy_id=territory.hierarchy_key)
    top = str(territory.path)
    below = [row for row in candidates.rows if row.path == top or row.path.startswith(f"{top}.")]
    bars = load_bars(candidates)
    return {
        "load": _added([bars[row.code] for row in below]),
        "load_parts": len(below),
        "violations": open_violations(path=top)[:10],
        "reviews": open_reviews(path=top)[:10],
        "balance_row": below[0] if len(below) == 1 and below[0].path == top else None,
        "mean_sites": candidates.mean_sites,
    }


def _added(bars: list[LoadBar]) -> LoadBar | None:
    """One bar for all; the marks are those of the first, since marks are shares."""
    if not bars:
        return None
    first = bars[0]
    used, limit = sum(bar.used for bar in bars), sum(bar.limit for bar in bars)
    return LoadBar(used, limit, first.watch, first.full, first.over)
