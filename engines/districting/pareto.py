"""The Pareto front: plans of which none is better in every goal than another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engines.districting.certificate import Certificate
from engines.districting.epsilon import HELD, held_to, levels_between, released
from engines.districting.errors import DistrictingError, NoPlanFound
from engines.districting.facts import facts_of
from engines.districting.plan import Plan
from engines.districting.problem import Objective, Problem
from engines.districting.progress import Listener, silent
from engines.districting.solving import Solution, solve
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

    First each goal alone is sought (the corners); then, in turns, weighted sums between them, each
    from the plan before, and the first goal under levels of balance and moves between those of the
    corners, which reaches plans in hollows of the front. `listener` hears the progress of each
    search in turn. Raises what `solve` raises when no plan was found at all.
    """
    whole = stop or Stop()
    clock = Clock(whole)
    course = _Course(problem, goals, seed, listener)
    tries = _tries(goals, plans, seed)
    for turn, weights in enumerate(tries):
        if clock.share() >= 1.0:
            break
        share = _slice(whole, clock, len(tries) - turn)
        is_level = turn >= len(goals) and turn % 2 == 1
        new = course.level(turn, share) if is_level else course.weigh(turn, weights, share)
        if new is not None and course.keep(new):
            found(new)
    return sorted(course.kept, key=lambda one: one.plan.goals[goals[0]])


class _Course:
    """The front as it grows."""

    def __init__(
        self, problem: Problem, goals: Sequence[str], seed: int, listener: Listener
    ) -> None:
        self.problem, self.goals, self.seed, self.listener = problem, goals, seed, listener
        self.kept: list[FrontPlan] = []
        self.scale = dict.fromkeys(goals, 1.0)
        self.start: Plan | None = None
        self.first: FrontPlan | None = None
        self.random = np.random.default_rng(seed + 1)

    def weigh(self, turn: int, weights: Sequence[float], share: Stop) -> FrontPlan | None:
        """A plan for a weighted sum of the goals."""
        one = replace(self.problem, objective=_objective(self.goals, weights, self.scale))
        solution = _solved(
            one, share, self.seed + turn, self.start, is_first=not self.kept, listener=self.listener
        )
        if solution is None:
            return None
        if turn == 0:
            self.scale = _rescaled(self.scale, solution.plan, self.goals)
        self.start = solution.plan
        new = FrontPlan(solution.plan, solution.certificate, one.objective)
        self.first = self.first or new
        return new

    def level(self, turn: int, share: Stop) -> FrontPlan | None:
        """A plan for the first corner's weights, under levels between those of the plans kept."""
        if self.first is None or not set(HELD) & set(self.goals):
            return None
        whole = replace(self.problem, objective=self.first.objective)
        facts = facts_of(whole)
        shares = tuple(float(each) for each in self.random.uniform(0, 1, 2))
        plans = [each.plan for each in self.kept]
        levels = levels_between(plans, facts, (shares[0], shares[1]))
        if levels is None:
            return None
        narrow = held_to(whole, facts, levels)
        start = min(plans, key=lambda plan: plan.goals["moved"])
        try:
            solution = solve(
                narrow, stop=share, seed=self.seed + turn, start=start, listener=self.listener
            )
        except DistrictingError:
            return None
        certified = released(facts, solution, self.first.certificate.bound)
        return FrontPlan(certified.plan, certified.certificate, whole.objective)

    def keep(self, new: FrontPlan) -> bool:
        """Whether the plan belongs to the front; plans that it dominates leave."""
        self.kept = added(self.kept, new, self.goals)
        return new in self.kept


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
