"""What keeps each territory of a plan from being better: the constraint that binds it."""

from dataclasses import dataclass

import numpy as np

from engines.districting.kernels.arrays import Floats, Ints
from engines.districting.measure import distances
from engines.districting.painting import Painter
from engines.districting.plan import Plan
from engines.districting.problem import Problem

LOOKED_AT = 16  # sites on either side of a territory's border


@dataclass(frozen=True)
class Binding:
    """The best move of one site that a constraint forbids, and which one; None when none would help.

    `saved` is what the value would fall by.
    """

    site: int
    source: int
    target: int
    saved: float
    constraint: str


def bindings_of(
    problem: Problem, plan: Plan, painter: Painter | None = None
) -> list[Binding | None]:
    """One entry a territory, found among moves of single sites near its border.

    Raises what `Painter` raises.
    """
    brush = painter or Painter(problem, plan)
    table = _distance_table(brush, plan)
    return [_of(brush, plan.territory, table, j) for j in range(problem.territories)]


def _distance_table(brush: Painter, plan: Plan) -> Floats:
    """(k, n) distance of each site from each center."""
    n = brush.facts.n
    return np.array([distances(brush.facts, np.full(n, place)) for place in plan.center])


def _of(brush: Painter, territory: Ints, table: Floats, j: int) -> Binding | None:
    """Sites elsewhere that lie near its center, and its own that lie nearer to another one."""
    outside = np.flatnonzero(territory != j)
    near = outside[np.argsort(table[j, outside], kind="stable")[:LOOKED_AT]]
    moves = [(int(site), int(territory[site]), j) for site in near]
    others = table.copy()
    others[j] = np.inf
    own = np.flatnonzero(territory == j)
    loss = others[:, own].min(axis=0) - table[j, own] if len(table) > 1 else np.zeros(0)
    losing = own[np.argsort(loss, kind="stable")[:LOOKED_AT]]
    moves += [(int(site), j, int(others[:, site].argmin())) for site in losing]
    best: Binding | None = None
    for site, source, target in moves:
        price = brush.price(site, target)
        if price.value >= -abs(price.value) * 1e-9 or price.is_free_of_breaches:
            continue
        if best is None or -price.value > best.saved:
            best = Binding(site, source, target, -price.value, brush.refusal(site, target))
    return best
