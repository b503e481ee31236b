"""What is asked of the engine on each family of instances; limits in percent."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from benchmarks.harness.row import Row
from benchmarks.instances import (
    capacitated_medians,
    commercial_territories,
    large_portfolios,
    us_districts,
)
from benchmarks.instances.outcome import above, outcome

SHORT, LONG = 60.0, 300.0  # seconds
SMALL = 1_000  # sites up to which SHORT is given
WORST, MEAN, MEAN_LARGE = 1.0, 0.2, 0.5
COUNTIES, TRACTS = 2.0, 3.0
SAME = 1e-3  # published values are rounded
LARGE_GAP = 3.0  # percent, proven
LARGE = ("10000_100", "100000_1000")
FEW_SITES, FEW_SECONDS = 10_000, 30.0

One = TypeVar("One")


def medians(names: tuple[str, ...], seconds: float | None) -> list[Row]:
    """Mean gap 0.2% and none above 1% up to 1,000 sites, mean 0.5% above."""
    rows: list[Row] = []
    small: list[float] = []
    large: list[float] = []
    for one in _chosen(capacitated_medians.known(), names, lambda one: one.name):
        is_small = one.sites <= SMALL
        found = outcome(capacitated_medians.problem(one), seconds or (SHORT if is_small else LONG))
        (small if is_small else large).append(found.above(one.value))
        title = f"{one.name}: above best known"
        rows.append(above(title, found, one.value, WORST if is_small else None))
    return [
        *rows,
        *_mean(f"mean up to {SMALL:,} sites", small, MEAN),
        *_mean(f"mean above {SMALL:,} sites", large, MEAN_LARGE),
    ]


def commercial(names: tuple[str, ...], seconds: float | None) -> list[Row]:
    """In balance and in one piece, which the certificate says, and no longer than published."""
    rows = []
    for one in _chosen(commercial_territories.published(), names, lambda one: one.name):
        found = outcome(commercial_territories.problem(one), seconds or SHORT)
        rows.append(above(f"{one.name}: above published", found, one.compactness, SAME))
    shorter = sum(row.measured < -SAME for row in rows)
    share = 100 * shorter / max(len(rows), 1)
    return [*rows, Row("instances strictly better than published", share, "%")]


def districts(names: tuple[str, ...], seconds: float | None) -> list[Row]:
    """Within 2% (counties) or 3% (tracts) of the published moment of inertia."""
    rows = []
    for state in _chosen(us_districts.states(), names, lambda one: one.name):
        found = outcome(us_districts.problem(state), seconds or LONG)
        if state.published is None:
            rows.append(
                Row(f"{state.name}: no plan published", found.gap, "% gap", note=found.note)
            )
            continue
        limit = COUNTIES if state.is_of_counties else TRACTS
        rows.append(above(f"{state.name}: above published", found, state.published, limit))
    return rows


def large(names: tuple[str, ...], seconds: float | None) -> list[Row]:
    """`SITES_TERRITORIES`: proven gap at most 3% with every load within 5% of the mean."""
    rows = []
    for name in names or LARGE:
        sites, territories = map(int, name.split("_"))
        most = seconds or (FEW_SECONDS if sites <= FEW_SITES else LONG)
        found = outcome(large_portfolios.problem(sites, territories), most)
        title = f"{sites:,} sites, {territories:,} territories: proven gap"
        rows.append(Row(title, found.gap, "%", limit=LARGE_GAP, note=found.note))
    return rows


def _chosen(every: Iterable[One], names: tuple[str, ...], name: Callable[[One], str]) -> list[One]:
    return [one for one in every if not names or name(one) in names]


def _mean(title: str, gaps: list[float], limit: float) -> list[Row]:
    return [Row(title, sum(gaps) / len(gaps), "%", limit=limit)] if gaps else []
