"""The Pareto front: plans of which none is better in every goal than another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engines.districting.certificate import Certificate
from engines.districting.errors import NoPlanFound
from engines.districting.plan import Plan
from engines.districting.problem import Objective, Problem
from engines.districting.progress import Listener, silent
from engines.districting.solve import Solution, solve
from engines.districting.stop import Clock, Stop

GOALS = ("travel", "balance", "disruption")
CORNER = 1e-3  # weight of the other goals beside that of a corner
SAME_SITES = 0.005  # plans that differ in a smaller share of the sites are near-duplicates


@dataclass(frozen=True, eq=False)
class FrontPlan:
    """A plan of the front with its certificate for the weights that found it."""

    plan: Plan
    certificate: Certificate
    objective: Objective


def front(
    problem: Problem,
    *,
    goals: Sequence[str] = GOALS,
    plans: int = 12,
    stop: Stop | None = None,
    seed: int = 0,
    found: Callable[[FrontPlan], None] = lambda _: None,
    listener: Listener = silent,
) -> list[FrontPlan]:
    """Non-dominated plans by `goals`, best travel first, dominated and near-duplicate ones left out.

    First each goal alone is sought (the corners), then weighted sums between them, each from the
    plan before. Weighted sums miss plans in hollows of the front. `listener` hears the progress of
    each search in turn. Raises what `solve` raises when no plan was found at all.
    """
    whole = stop or Stop()
    clock = Clock(whole)
    kept: list[FrontPlan] = []
    scale = dict.fromkeys(goals, 1.0)
    tries = _tries(goals, plans, seed)
    start: Plan | None = None
    for turn, weights in enumerate(tries):
        if clock.share() >= 1.0:
            break
        one = replace(problem, objective=_objective(goals, weights, scale))
        share = _slice(whole, clock, len(tries) - turn)
        solution = _solved(one, share, seed + turn, start, is_first=not kept, listener=listener)
        if solution is None:
            continue
        if turn == 0:
            scale = _rescaled(scale, solution.plan, goals)
        start = solution.plan
        candidate = FrontPlan(solution.plan, solution.certificate, one.objective)
        kept = added(kept, candidate, goals)
        if candidate in kept:
            found(candidate)
    return sorted(kept, key=lambda one: one.plan.goals[goals[0]])


def added(kept: list[FrontPlan], new: FrontPlan, goals: Sequence[str]) -> list[FrontPlan]:
    """The front with the new plan, if no kept plan dominates it or nearly equals it."""
    if any(dominates(old.plan, new.plan, goals) for old in kept):
        return kept
    rest = [old for old in kept if not dominates(new.plan, old.plan, goals)]
    return rest if any(_alike(old.plan, new.plan) for old in rest) else [*rest, new]


def dominates(one: Plan, other: Plan, goals: Sequence[str]) -> bool:
    """Whether `one` is nowhere worse, which includes a plan with the same goals."""
    return all(one.goals[goal] <= other.goals[goal] * (1 + 1e-9) + 1e-9 for goal in goals)


def _alike(one: Plan, other: Plan) -> bool:
    return float((one.territory != other.territory).mean()) < SAME_SITES


def _tries(goals: Sequence[str], plans: int, seed: int) -> list[tuple[float, ...]]:
    """Weights of the goals: the corners, then points spread over the simplex."""
    corners = [tuple(1.0 if g == c else CORNER for g in goals) for c in goals]
    random = np.random.default_rng(seed)
    between = random.dirichlet(np.full(len(goals), 0.8), size=max(0, plans * 2 - len(corners)))
    # The logarithm of a price, not the price, is what spreads plans evenly.
    spread = [tuple(float(w) for w in 10 ** (2.5 * (row - row.max()))) for row in between]
    return [*corners, *spread]


def _rescaled(scale: dict[str, float], plan: Plan, goals: Sequence[str]) -> dict[str, float]:
    """Prices that make the goals of the first corner weigh alike."""
    return {goal: 1.0 / max(plan.goals[goal], 1e-9) if goal in goals else 1.0 for goal in scale}


def _objective(
    goals: Sequence[str], weights: Sequence[float], scale: dict[str, float]
) -> Objective:
    given = {goal: w * scale[goal] for goal, w in zip(goals, weights, strict=True)}
    return Objective(**{"travel": 0.0} | given)


def _slice(whole: Stop, clock: Clock, left: int) -> Stop:
    """An equal part of what is left."""
    seconds = None if whole.seconds is None else clock.left() / left
    steps = None if whole.steps is None else max(1, whole.steps // (left + 1))
    return replace(whole, seconds=seconds, steps=steps)


def _solved(
    problem: Problem,
    stop: Stop,
    seed: int,
    start: Plan | None,
    *,
    is_first: bool,
    listener: Listener,
) -> Solution | None:
    """A plan, or None where one corner of several fails."""
    try:
        return solve(problem, stop=stop, seed=seed, start=start, listener=listener)
    except NoPlanFound:
        if is_first:
            raise
        return None
