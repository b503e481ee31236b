"""Territories for sites: provably good plans, explained and repeatable.

    from engines.districting import Band, Problem, solve
    solution = solve(Problem(territories=3, weights=weights, positions=xy, bands=[Band(upper=100)]))
    solution.plan.territory, solution.certificate.sentence()

The mathematics and its sources: docs/domain/districting.md.

A name is loaded when it is first asked for: the solvers and the compiler behind them cost a process
100 MB and more than a second, and whoever only knows what a `Problem` is needs neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engines.districting.binding import Binding, bindings_of
    from engines.districting.certificate import Certificate, Check
    from engines.districting.errors import BadInput, DistrictingError, Infeasible, NoPlanFound
    from engines.districting.in_order import solve_in_order
    from engines.districting.metric import Metric
    from engines.districting.neighbors import adjacency_of, bridges_of
    from engines.districting.painting import Painter, Price, improve
    from engines.districting.pareto import FrontPlan, front
    from engines.districting.plan import Plan
    from engines.districting.problem import Band, Objective, Problem
    from engines.districting.progress import Progress
    from engines.districting.ranged import Ranged, Tried, solve_ranged
    from engines.districting.shapes import shapes_of
    from engines.districting.solving import Solution, solve
    from engines.districting.stop import Stop

_HOMES = {
    "BadInput": "errors",
    "Band": "problem",
    "Binding": "binding",
    "Certificate": "certificate",
    "Check": "certificate",
    "DistrictingError": "errors",
    "FrontPlan": "pareto",
    "Infeasible": "errors",
    "Metric": "metric",
    "NoPlanFound": "errors",
    "Objective": "problem",
    "Painter": "painting",
    "Plan": "plan",
    "Price": "painting",
    "Problem": "problem",
    "Progress": "progress",
    "Ranged": "ranged",
    "Solution": "solving",
    "Stop": "stop",
    "Tried": "ranged",
    "adjacency_of": "neighbors",
    "bindings_of": "binding",
    "bridges_of": "neighbors",
    "front": "pareto",
    "improve": "painting",
    "shapes_of": "shapes",
    "solve": "solving",
    "solve_in_order": "in_order",
    "solve_ranged": "ranged",
}


def __getattr__(name: str) -> object:
    """A public name from its module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"engines.districting has no {name!r}.")
    return getattr(import_module(f"engines.districting.{_HOMES[name]}"), name)


__all__ = [
    "BadInput",
    "Band",
    "Binding",
    "Certificate",
    "Check",
    "DistrictingError",
    "FrontPlan",
    "Infeasible",
    "Metric",
    "NoPlanFound",
    "Objective",
    "Painter",
    "Plan",
    "Price",
    "Problem",
    "Progress",
    "Ranged",
    "Solution",
    "Stop",
    "Tried",
    "adjacency_of",
    "bindings_of",
    "bridges_of",
    "front",
    "improve",
    "shapes_of",
    "solve",
    "solve_in_order",
    "solve_ranged",
]
