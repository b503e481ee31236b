"""A number of territories within a range: each number is tried, the best one told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from engines.districting.errors import BadInput, DistrictingError, Infeasible
from engines.districting.problem import Problem
from engines.districting.progress import Listener, silent
from engines.districting.resized import Resized, resized
from engines.districting.solving import Solution, solve
from engines.districting.stop import Clock, Stop


@dataclass(frozen=True, eq=False)
class Tried:
    """What came of one number of territories: a solution, or the refusal in words.

    `numbers` (territories,) are the problem's own numbers, -1 for new ones; `value` includes the
    price of the territories and the moves of the sites of closed ones.
    """

    territories: int
    numbers: tuple[int, ...]
    solution: Solution | None
    value: float
    bound: float
    refusal: str = ""


@dataclass(frozen=True, eq=False)
class Ranged:
    """Every number tried, the least first; `best` is the one of least value."""

    tried: tuple[Tried, ...]
    best: Tried

    @property
    def bound(self) -> float:
        """Below the value of every plan with any number of territories in the range."""
        return min(each.bound for each in self.tried)


def solve_ranged(
    problem: Problem,
    least: int,
    most: int,
    *,
    price: float = 0.0,
    stop: Stop | None = None,
    seed: int = 0,
    listener: Listener = silent,
) -> Ranged:
    """Plans for `least` to `most` territories, each worth `price`, with equal parts of `stop`.

    Below the problem's own number territories close (`resized` says which), above it new ones with
    free centers open. Raises BadInput for an empty range, and the refusals of all numbers when none
    has a plan.
    """
    if not 1 <= least <= most:
        raise BadInput([f"{least} to {most} territories is no range. Use 1 or more, least first."])
    whole = stop or Stop()
    clock = Clock(whole)
    tried: list[Tried] = []
    for territories in range(least, most + 1):
        part = _part(whole, clock, most + 1 - territories, most + 1 - least)
        search = partial(solve, stop=part, seed=seed, listener=listener)
        tried.append(_try(problem, territories, price, search))
    plans = [each for each in tried if each.solution is not None]
    if not plans:
        raise Infeasible([f"{each.territories} territories: {each.refusal}" for each in tried])
    return Ranged(tuple(tried), min(plans, key=lambda each: (each.value, each.territories)))


def _try(
    problem: Problem, territories: int, price: float, search: Callable[[Problem], Solution]
) -> Tried:
    numbers: tuple[int, ...] = ()
    beside = price * territories
    try:
        one: Resized = resized(problem, territories)
        numbers, beside = one.numbers, beside + one.beside
        solution = search(one.problem)
    except Infeasible as refusal:
        return Tried(territories, numbers, None, float("inf"), float("inf"), str(refusal))
    except DistrictingError as refusal:
        # A search without a plan proves nothing: the bound stays at what is certain.
        return Tried(territories, numbers, None, float("inf"), beside, str(refusal))
    proof = solution.certificate
    return Tried(territories, numbers, solution, proof.value + beside, proof.bound + beside)


def _part(whole: Stop, clock: Clock, left: int, all_of_them: int) -> Stop:
    seconds = None if whole.seconds is None else clock.left() / left
    steps = None if whole.steps is None else max(1, whole.steps // all_of_them)
    return replace(whole, seconds=seconds, steps=steps)
