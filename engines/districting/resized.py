"""The same problem with more or fewer territories."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from engines.districting.errors import BadInput, Infeasible
from engines.districting.facts import Facts, facts_of
from engines.districting.kernels.arrays import FREE, Floats
from engines.districting.measure import distances
from engines.districting.problem import Band, Problem


@dataclass(frozen=True, eq=False)
class Resized:
    """The problem; its territories' former numbers (-1: new); the price of moves it hides."""

    problem: Problem
    numbers: tuple[int, ...]
    beside: float


def resized(problem: Problem, territories: int) -> Resized:
    """The problem for so many territories.

    Those that close go one after the other: the one whose sites are, each from its nearest other
    center, the cheapest to serve; never one with a fixed center or locked sites. Their sites count
    as moved: the budget shrinks by them. New ones get free centers, no sites of today, and may take
    every site. Raises Infeasible when too few may close or the budget is spent by closing,
    BadInput when limits by territory say nothing about a new one.
    """
    facts = facts_of(problem)
    kept = list(range(facts.k))
    held = {*np.flatnonzero(facts.centers != FREE).tolist(), *problem.locks.values()}
    while len(kept) > territories:
        kept.remove(_cheapest(facts, kept, held, territories))
    numbers = (*kept, *([-1] * (territories - len(kept))))
    closed = ~np.isin(facts.current, kept) & (facts.current >= 0)
    beside = problem.objective.disruption * float(facts.moving_costs[closed].sum())
    return Resized(_with(problem, facts, numbers, closed), numbers, beside)


def _cheapest(facts: Facts, kept: list[int], held: set[int], wanted: int) -> int:
    free = [j for j in kept if j not in held]
    if not free:
        raise Infeasible(
            [
                (
                    f"{len(kept)} territories have fixed centers or locked sites, so they cannot"
                    f" become {wanted}. Maybe unlock some, or ask for more territories."
                )
            ]
        )
    cost = {j: _cost_of_each(facts, j) for j in kept}
    return min(free, key=lambda j: (_taken_over(facts, j, kept, cost), -j))


def _cost_of_each(facts: Facts, j: int) -> Floats:
    """(n,) price of serving each site from the center that territory j has today."""
    p = facts.problem.objective
    members = np.flatnonzero(facts.current == j)
    place = int(facts.centers[j])
    if place == FREE:
        if not len(members):
            return np.full(facts.n, np.inf)
        sums = [float(distances(facts, np.full(facts.n, i))[members].sum()) for i in members]
        place = int(members[int(np.argmin(sums))])
    d = distances(facts, np.full(facts.n, place))
    return np.asarray(facts.travel_weights * (p.travel * d + p.compactness * d * d))


def _taken_over(facts: Facts, j: int, kept: list[int], cost: dict[int, Floats]) -> float:
    members = facts.current == j
    others = [cost[other][members] for other in kept if other != j]
    return float(np.min(others, axis=0).sum()) if members.any() and others else 0.0


def _with(problem: Problem, facts: Facts, numbers: tuple[int, ...], closed: np.ndarray) -> Problem:
    own = np.array(numbers)
    index = {number: j for j, number in enumerate(numbers) if number >= 0}
    current = np.array([index.get(int(j), -1) for j in facts.current])
    budget = problem.move_budget
    if budget is not None and closed.sum() > budget:
        raise Infeasible(
            [f"Closing moves {closed.sum()} sites; the budget of moves allows {budget}."]
        )
    offers = problem.offers and list(problem.offers)
    everything: frozenset[str] = frozenset().union(*(offers or []))
    names = problem.territory_names
    return replace(
        problem,
        territories=len(numbers),
        centers=[None if n < 0 or facts.centers[n] == FREE else int(facts.centers[n]) for n in own],
        bands=[_band(band, own, facts.k) for band in problem.bands],
        current=None if problem.current is None else current,
        move_budget=None if budget is None else budget - int(closed.sum()),
        affinity=None if problem.affinity is None else _rows(facts.affinity, own),
        locks={site: index[j] for site, j in problem.locks.items() if j in index},
        forbidden=[(site, index[j]) for site, j in problem.forbidden if j in index],
        offers=offers and [everything if n < 0 else offers[n] for n in own],
        territory_names=names and [f"new territory {j}" if n < 0 else names[n] for j, n in enumerate(own)],
    )  # fmt: skip


def _rows(affinity: Floats, own: np.ndarray) -> Floats:
    """The rows of the territories; nothing is familiar to a new one: the dearest price of a site."""
    most = affinity.max(axis=0)
    return np.array([most if n < 0 else affinity[n] for n in own])


def _band(band: Band, own: np.ndarray, k: int) -> Band:
    return replace(
        band,
        lower=_side(band.lower, own, k, band.name),
        upper=_side(band.upper, own, k, band.name),
        target=None if band.target is None else _side(band.target, own, k, band.name),
    )


def _side(given: ArrayLike, own: np.ndarray, k: int, name: str) -> Floats:
    values = np.asarray(given, np.float64)
    if values.ndim == 0:
        return values
    if (own < 0).any():
        raise BadInput(
            [f"The band of {name} has a limit for each of {k} territories, none for a new one."]
        )
    return np.asarray(values[own], np.float64)
