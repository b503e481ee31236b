"""What is proven about a plan: every hard constraint checked anew, the bound, and how to repeat it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from engines.districting.facts import Facts
from engines.districting.kernels.arrays import FREE
from engines.districting.measure import distances
from engines.districting.plan import Plan

TOLERANCE = 1e-6  # relative, of a band


@dataclass(frozen=True)
class Check:
    """One hard constraint; `detail` names the first breach."""

    constraint: str
    holds: bool
    detail: str = ""


@dataclass(frozen=True)
class Certificate:
    """Checks, value and proven bound of a plan, and what repeats it."""

    checks: tuple[Check, ...]
    value: float
    bound: float
    seed: int
    steps: int
    input_hash: str

    @property
    def holds(self) -> bool:
        """Whether every hard constraint is kept."""
        return all(check.holds for check in self.checks)

    @property
    def gap(self) -> float:
        """Distance to the proven bound as a share of the value: no plan can be better by more."""
        if self.value <= 0:
            return 0.0
        return max(0.0, (self.value - self.bound) / self.value)

    def sentence(self) -> str:
        """What may be said of the plan's quality."""
        return f"within {100 * self.gap:.2f}% of the proven bound"


def checks_of(facts: Facts, plan: Plan) -> tuple[Check, ...]:
    """Every hard constraint of the problem, computed from the problem and the plan alone."""
    return tuple(
        Check(name, not breach, breach)
        for name, breach in (
            ("each site in one territory", _complete(facts, plan)),
            ("centers", _centers(facts, plan)),
            *_bands(facts, plan),
            ("number of sites", _sizes(facts, plan)),
            ("locks", _locks(facts, plan)),
            ("together and apart", _company(facts, plan)),
            ("needs and forbidden pairs", _eligible(facts, plan)),
            ("travel limit", _reach(facts, plan)),
            ("disruption budget", _budget(facts, plan)),
            ("contiguity", _contiguity(facts, plan)),
        )
    )


def _complete(facts: Facts, plan: Plan) -> str:
    t = plan.territory
    whole = t.shape == (facts.n,) and bool(((t >= 0) & (t < facts.k)).all())
    return "" if whole else "A site has no territory."


def _centers(facts: Facts, plan: Plan) -> str:
    p = facts.problem
    for j in range(facts.k):
        center, fixed = int(plan.center[j]), int(facts.centers[j])
        if fixed not in {FREE, center}:
            return f"{p.territory_name(j)} lost its fixed center."
        if fixed == FREE and (center >= facts.n or not facts.candidates[center]):
            return f"{p.territory_name(j)} has a center that is no candidate."
        if fixed == FREE and plan.territory[center] != j:
            return f"The center of {p.territory_name(j)} lies in another territory."
    return ""


def _bands(facts: Facts, plan: Plan) -> Iterator[tuple[str, str]]:
    for q, band in enumerate(facts.bands):
        if band.price is not None:
            continue
        load, lower, upper = plan.loads[:, q], facts.lower[:, q], facts.upper[:, q]
        over = load > upper + TOLERANCE * np.abs(upper)
        under = load < lower - TOLERANCE * np.abs(lower)
        breach = ""
        for j in np.flatnonzero(over | under)[:1]:
            name = facts.problem.territory_name(int(j))
            breach = f"{name} holds {load[j]:g}, allowed are {lower[j]:g} to {upper[j]:g}."
        yield f"band of {band.name}", breach


def _sizes(facts: Facts, plan: Plan) -> str:
    p = facts.problem
    size = np.bincount(plan.territory, minlength=facts.k)
    most = facts.n if p.max_sites is None else p.max_sites
    for j in np.flatnonzero((size < p.min_sites) | (size > most))[:1]:
        return f"{p.territory_name(int(j))} has {size[j]} sites."
    return ""


def _locks(facts: Facts, plan: Plan) -> str:
    p = facts.problem
    for site, territory in p.locks.items():
        if plan.territory[site] != territory:
            return f"{p.site_name(site)} left {p.territory_name(territory)}."
    return ""


def _company(facts: Facts, plan: Plan) -> str:
    p = facts.problem
    for group in p.together:
        if len({int(plan.territory[site]) for site in group}) > 1:
            return f"{p.site_name(group[0])} is parted from its group."
    for one, other in p.apart:
        if plan.territory[one] == plan.territory[other]:
            return f"{p.site_name(one)} and {p.site_name(other)} share a territory."
    return ""


def _eligible(facts: Facts, plan: Plan) -> str:
    p = facts.problem
    for site, territory in p.forbidden:
        if plan.territory[site] == territory:
            return f"{p.site_name(site)} is in {p.territory_name(territory)}, which is forbidden."
    offers = p.offers or [frozenset()] * facts.k
    for site, needs in enumerate(p.needs or ()):
        if not needs <= offers[plan.territory[site]]:
            return f"{p.site_name(site)} misses {', '.join(sorted(needs))}."
    return ""


def _reach(facts: Facts, plan: Plan) -> str:
    limit = facts.problem.travel_limit
    d = distances(facts, plan.center[plan.territory])
    most = np.finfo(np.float64).max if limit is None else limit * (1 + TOLERANCE)
    for site in np.flatnonzero(d > most)[:1]:
        return f"{facts.problem.site_name(int(site))} is {d[site]:g} from its center."
    return ""


def _budget(facts: Facts, plan: Plan) -> str:
    budget = facts.problem.move_budget
    if budget is None or plan.goals["moved"] <= budget:
        return ""
    return f"{plan.goals['moved']:g} sites change hands, allowed are {budget}."


def _contiguity(facts: Facts, plan: Plan) -> str:
    if facts.problem.adjacency is None:
        return ""
    inside = facts.edges[plan.territory[facts.edges[:, 0]] == plan.territory[facts.edges[:, 1]]]
    graph = coo_matrix((np.ones(len(inside)), inside.T), shape=(facts.n, facts.n))
    _, piece = connected_components(graph, directed=False)
    _, first = np.unique(piece, return_index=True)
    for j, many in enumerate(np.bincount(plan.territory[first], minlength=facts.k)):
        if many > 1:
            return f"{facts.problem.territory_name(j)} falls into {many} pieces."
    return ""
