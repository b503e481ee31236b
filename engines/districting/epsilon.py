"""Epsilon constraints: one goal is sought while others are held to a level (Haimes et al. 1971).

Weighted sums reach only plans on the convex hull of the front; a level on balance or on the moves
reaches those in its hollows as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engines.districting.certificate import Certificate, checks_of
from engines.districting.facts import Facts
from engines.districting.fingerprint import input_hash
from engines.districting.measure import measured
from engines.districting.plan import Plan
from engines.districting.problem import Band, Problem
from engines.districting.solving import Solution

HELD = ("balance", "disruption")  # goals that a band or the budget of moves can hold


@dataclass(frozen=True)
class Levels:
    """What is asked of the held goals: the first weight within `spread` of its mean, at most so many moves."""

    spread: float | None
    moves: int | None


def levels_between(
    plans: Sequence[Plan], facts: Facts, share: tuple[float, float]
) -> Levels | None:
    """Levels at these shares of the way from the best to the worst of the plans; None where all agree."""
    spreads = [_spread(plan, facts) for plan in plans]
    moves = [plan.goals["moved"] for plan in plans]
    spread = _at(spreads, share[0])
    budget = _at(moves, share[1]) if (facts.current >= 0).any() else None
    if spread is None and budget is None:
        return None
    return Levels(spread, None if budget is None else int(budget))


def held_to(problem: Problem, facts: Facts, levels: Levels) -> Problem:
    """The problem with its first band and its budget of moves no wider than the levels."""
    bands = list(facts.bands)
    if levels.spread is not None:
        mean = facts.weights[:, 0].sum() / facts.k
        bands[0] = Band(
            name=bands[0].name,
            lower=np.maximum(facts.lower[:, 0], mean * (1 - levels.spread)),
            upper=np.minimum(facts.upper[:, 0], mean * (1 + levels.spread)),
            target=facts.target[:, 0],
        )
    budgets = [each for each in (problem.move_budget, levels.moves) if each is not None]
    return replace(problem, bands=bands, move_budget=min(budgets) if budgets else None)


def released(facts: Facts, solution: Solution, bound: float) -> Solution:
    """The plan with a certificate for the problem without the levels.

    `bound` is one of that problem for the same weights; the bound of the narrower problem would
    prove too much.
    """
    plan = measured(facts, solution.plan.territory, solution.plan.center)
    old = solution.certificate
    certificate = Certificate(
        checks_of(facts, plan), plan.value, min(bound, plan.value), old.seed, old.steps,
        input_hash(facts),
    )  # fmt: skip
    return Solution(plan, certificate)


def _spread(plan: Plan, facts: Facts) -> float:
    mean = facts.weights[:, 0].sum() / facts.k
    return float(np.abs(plan.loads[:, 0] - mean).max() / mean) if mean > 0 else 0.0


def _at(values: list[float], share: float) -> float | None:
    low, high = min(values), max(values)
    return None if high - low <= 1e-9 * max(high, 1.0) else low + share * (high - low)
