"""Territories for sites: provably good plans, explained and repeatable.

    from engines.districting import Band, Problem, solve
    solution = solve(Problem(territories=3, weights=weights, positions=xy, bands=[Band(upper=100)]))
    solution.plan.territory, solution.certificate.sentence()

The mathematics and its sources: docs/domain/districting.md.
"""

from engines.districting.binding import Binding, bindings_of
from engines.districting.certificate import Certificate, Check
from engines.districting.errors import BadInput, DistrictingError, Infeasible, NoPlanFound
from engines.districting.front import FrontPlan, front
from engines.districting.in_order import solve_in_order
from engines.districting.metric import Metric
from engines.districting.neighbors import adjacency_of, bridges_of
from engines.districting.painting import Painter, Price, improve
from engines.districting.plan import Plan
from engines.districting.problem import Band, Objective, Problem
from engines.districting.progress import Progress
from engines.districting.ranged import Ranged, Tried, solve_ranged
from engines.districting.shapes import shapes_of
from engines.districting.solve import Solution, solve
from engines.districting.stop import Stop

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
