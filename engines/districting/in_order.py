"""Goals in the order of their rank: the next one decides only among plans best in those before."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from engines.districting.certificate import Certificate, checks_of
from engines.districting.errors import BadInput, NoPlanFound
from engines.districting.facts import Facts, facts_of
from engines.districting.fingerprint import input_hash
from engines.districting.measure import measured
from engines.districting.plan import Plan
from engines.districting.problem import Objective, Problem
from engines.districting.progress import Listener, silent
from engines.districting.solving import Solution, solve
from engines.districting.stop import Stop

GOALS = ("travel", "compactness", "balance", "disruption")
# How much dearer a share of an earlier goal is than one of a later goal: gentle prices let the search
# pass from one plan to another, heavy ones keep what was reached.
DEARER = (4.0, 50.0)
SAME = 1e-9  # relative


def solve_in_order(
    problem: Problem,
    goals: Sequence[str],
    *,
    slack: float = 0.0,
    stop: Stop | None = None,
    seed: int = 0,
    listener: Listener = silent,
) -> Solution:
    """The best plan by the first goal, among such the best by the second, and so on.

    `slack` is the share by which an earlier goal may be worse than its best for the sake of the
    next. Each goal gets an equal part of `stop`. The problem's own weights are not used; value and
    bound of the certificate are those of the first goal, the only one that a bound of its own
    holds for. Raises what `solve` raises, BadInput for goals that there are not.
    """
    if unknown := [goal for goal in goals if goal not in GOALS] or not goals:
        raise BadInput([f"No such goals: {unknown}. Use {', '.join(GOALS)}."])
    part = _part(stop or Stop(), 1 + len(DEARER) * (len(goals) - 1))
    first = replace(problem, objective=_objective({goals[0]: 1.0}))
    solution = solve(first, stop=part, seed=seed, listener=listener)
    best, bound, steps = solution.plan, solution.certificate.bound, solution.certificate.steps
    levels = {goals[0]: best.goals[goals[0]]}
    for turn, (goal, dearer) in enumerate(product(goals[1:], DEARER), start=1):
        search = partial(solve, stop=part, seed=seed + turn, listener=listener)
        earlier = {each: level for each, level in levels.items() if each != goal}
        found = _found(search, _narrowed(problem, best, earlier, goal, dearer), best)
        if found is not None:
            steps += found.certificate.steps
            best = _better(best, found.plan, earlier, goal, slack)
        levels[goal] = best.goals[goal]
    facts = facts_of(first)
    return _certified(facts, best, bound, seed, steps)


def _found(search: Callable[..., Solution], problem: Problem, start: Plan) -> Solution | None:
    try:
        return search(problem, start=start)
    except NoPlanFound:
        return None


def _narrowed(
    problem: Problem, best: Plan, levels: dict[str, float], goal: str, dearer: float
) -> Problem:
    """The problem of the goal, in which earlier ones are dear; a budget holds moves exactly."""
    dear, budget = list(levels), problem.move_budget
    if "disruption" in levels and problem.affinity is None and problem.moving_costs is None:
        dear.remove("disruption")
        budget = round(levels["disruption"])
    weights = {
        each: dearer ** (len(dear) - rank) / _scale(levels[each], each)
        for rank, each in enumerate(dear)
    }
    objective = _objective({**weights, goal: 1 / _scale(best.goals[goal], goal)})
    return replace(problem, objective=objective, move_budget=budget)


def _scale(level: float, goal: str) -> float:
    return max(level, 1.0 if goal in {"balance", "disruption"} else SAME)


def _better(old: Plan, new: Plan, levels: dict[str, float], goal: str, slack: float) -> Plan:
    """The new plan where it keeps the levels and is better by the goal."""
    keeps = all(
        new.goals[each] <= level * (1 + slack + SAME) + SAME for each, level in levels.items()
    )
    return new if keeps and new.goals[goal] < old.goals[goal] else old


def _objective(weights: dict[str, float]) -> Objective:
    return Objective(**{"travel": 0.0} | weights)


def _part(whole: Stop, parts: int) -> Stop:
    seconds = None if whole.seconds is None else whole.seconds / parts
    steps = None if whole.steps is None else max(1, whole.steps // parts)
    return replace(whole, seconds=seconds, steps=steps)


def _certified(facts: Facts, plan: Plan, bound: float, seed: int, steps: int) -> Solution:
    whole = measured(facts, plan.territory, plan.center)
    certificate = Certificate(
        checks_of(facts, whole), whole.value, min(bound, whole.value), seed, steps,
        input_hash(facts),
    )  # fmt: skip
    return Solution(whole, certificate)
