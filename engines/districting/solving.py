"""The public door: a problem in, a plan with its certificate out."""

from dataclasses import dataclass

from engines.districting.certificate import Certificate, checks_of
from engines.districting.diagnose import conflicts
from engines.districting.errors import Infeasible, NoPlanFound
from engines.districting.facts import facts_of
from engines.districting.fingerprint import input_hash
from engines.districting.measure import measured
from engines.districting.model import Model, compiled
from engines.districting.plan import Plan
from engines.districting.problem import Problem
from engines.districting.progress import Listener, silent
from engines.districting.search.pursuit import Pursuit
from engines.districting.stop import Stop
from engines.districting.units import units_of


@dataclass(frozen=True, eq=False)
class Solution:
    """The best plan found and what is proven about it."""

    plan: Plan
    certificate: Certificate


def solve(
    problem: Problem,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    listener: Listener = silent,
    start: Plan | None = None,
) -> Solution:
    """The best plan found until `stop`, told to `listener` on the way.

    `start` is a plan to improve. Raises BadInput for what cannot be read, Infeasible with the
    constraints in conflict, NoPlanFound when the search met no plan that keeps all of them.
    """
    model = model_of(problem)
    pursuit = Pursuit(model, stop or Stop(), seed, listener)
    pursuit.run(start)
    if not pursuit.best.exists:
        raise NoPlanFound(pursuit.complaints())
    return certified(model, pursuit, seed)


def model_of(problem: Problem) -> Model:
    """The compiled problem. Raises BadInput or Infeasible."""
    facts = facts_of(problem)
    units = units_of(problem, facts.n)
    if found := conflicts(facts, units):
        raise Infeasible(found)
    return compiled(facts, units)


def certified(model: Model, pursuit: Pursuit, seed: int) -> Solution:
    """The solution, its constraints checked without the search's own arrays.

    Raises NoPlanFound when a check fails.
    """
    territory = model.sites_in(pursuit.best.territory)
    center = model.places(pursuit.best.center)
    plan = measured(model.facts, territory, center)
    checks = checks_of(model.facts, plan)
    if broken := [check.detail for check in checks if not check.holds]:
        raise NoPlanFound(broken)
    certificate = Certificate(
        checks, plan.value, min(pursuit.bound, plan.value), seed, pursuit.clock.steps,
        input_hash(model.facts),
    )  # fmt: skip
    return Solution(plan, certificate)
