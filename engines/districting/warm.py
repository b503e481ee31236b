"""Compiles the engine's loops ahead of their first use: `python -m engines.districting.warm`.

Numba compiles for each shape of the arguments on first call and keeps the result beside the source
(ADR 7); one small problem of each kind meets them all.
"""

from typing import Any

import numpy as np

from engines.districting.binding import bindings_of
from engines.districting.metric import Metric
from engines.districting.neighbors import adjacency_of
from engines.districting.painting import Painter
from engines.districting.problem import Band, Objective, Problem
from engines.districting.solving import solve
from engines.districting.stop import Stop

SITES, TERRITORIES = 24, 3


def warm() -> None:
    """Solves and paints one small problem of each kind."""
    random = np.random.default_rng(1)
    positions = random.uniform(0, 10, (SITES, 2))
    given: dict[str, Any] = {
        "territories": TERRITORIES,
        "weights": random.uniform(1, 2, (SITES, 2)),
        "positions": positions,
        "metric": Metric.GREAT_CIRCLE,
        "bands": [Band("load"), Band("revenue")],
        "current": np.arange(SITES) % TERRITORIES,
        "move_budget": SITES,
        "objective": Objective(travel=1.0, compactness=0.1, balance=1.0, disruption=0.1),
    }
    fixed: dict[str, Any] = {
        "center_positions": positions[:TERRITORIES],
        "centers": [SITES, SITES + 1, SITES + 2],
    }
    kinds: tuple[dict[str, Any], ...] = (
        {},
        fixed,
        {"adjacency": adjacency_of(positions)},
        {"locks": {0: 0}},
    )
    for more in kinds:
        problem = Problem(**{**given, **more})
        plan = solve(problem, stop=Stop(seconds=None, steps=2_000)).plan
        bindings_of(problem, plan, Painter(problem, plan))


if __name__ == "__main__":
    warm()
