"""Why loads cannot fit, in words: too much weight for too little room, by a smallest cut.

The relaxation lets sites be parted. It is a flow from sites to the territories that may take them;
where it cannot carry all weight, its smallest cut names the sites and territories in conflict
(Hall 1935; Ford and Fulkerson 1956). What fits when parted may still not fit whole.
"""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from engines.districting.eligibility import eligible
from engines.districting.facts import Facts
from engines.districting.kernels.arrays import Floats, Ints
from engines.districting.measure import distances
from engines.districting.units import Units

GRAIN = 1_000_000  # a flow is counted in so many parts of the whole weight
SLACK = 20  # parts that rounding may take, for each node
MOST_PAIRS = 4_000_000
SHOWN = 6


def cuts(facts: Facts, units: Units) -> Iterator[str]:
    """A sentence for each hard band whose upper or lower limits cannot be met."""
    if facts.n * facts.k > MOST_PAIRS:
        return
    allowed = _allowed(facts, units)
    if allowed.all():
        return  # the totals have been compared already
    groups, of = np.unique(allowed, axis=0, return_inverse=True)
    for q, band in enumerate(facts.bands):
        weight = np.bincount(of.reshape(-1), facts.weights[:, q], minlength=len(groups))
        total = max(float(weight.sum()), 1e-300)
        if band.price is not None:
            continue
        upper = np.minimum(facts.upper[:, q], total)
        held = _stranded(groups, weight / total, upper / total)
        if held is not None:
            takers = np.flatnonzero(groups[held].any(axis=0))
            loads = float(weight[held].sum()), float(upper[takers].sum())
            yield _too_much(_names(facts, takers), band.name, *loads)
        lower = np.minimum(facts.lower[:, q], total)
        short = _stranded(groups.T, lower / total, weight / total)
        if short is not None:
            near = groups[:, short].any(axis=1)
            loads = float(lower[short].sum()), float(weight[near].sum())
            yield _too_little(_names(facts, short), band.name, *loads)


def _allowed(facts: Facts, units: Units) -> np.ndarray:
    """(n, k) which territory may take which site: eligibility, and fixed centers' travel limit."""
    table = eligible(facts, units)
    allowed = table[units.of] if len(table) else np.ones((facts.n, facts.k), np.bool_)
    limit = facts.problem.travel_limit
    if limit is None:
        return allowed
    for j in np.flatnonzero(facts.centers >= 0):
        place = np.full(facts.n, facts.centers[j], np.int64)
        allowed[:, j] &= distances(facts, place) <= limit
    return allowed


def _stranded(may: np.ndarray, supply: Floats, room: Floats) -> Ints | None:
    """The suppliers on the near side of the smallest cut, when not all supply finds room."""
    m, k = may.shape
    source, sink = m + k, m + k + 1
    give = np.floor(supply * GRAIN).astype(np.int64)
    take = np.minimum(np.ceil(room * GRAIN), 2 * GRAIN).astype(np.int64)
    row, column = np.nonzero(may)
    tails = np.concatenate([np.full(m, source), row, m + np.arange(k)])
    heads = np.concatenate([np.arange(m), m + column, np.full(k, sink)])
    most = np.concatenate([give, np.full(len(row), 2 * GRAIN), take]).astype(np.int32)
    graph = csr_matrix((most, (tails, heads)), shape=(m + k + 2, m + k + 2))
    flow = maximum_flow(graph, source, sink)
    if int(give.sum()) - flow.flow_value <= SLACK * (m + k):
        return None
    rest = graph - flow.flow
    rest.data = np.maximum(rest.data, 0)
    rest.eliminate_zeros()
    reached = breadth_first_order(rest, source, return_predecessors=False)
    return np.sort(reached[reached < m])


def _too_much(takers: str, band: str, weight: float, room: float) -> str:
    return (
        f"Only {takers} may take sites that weigh {weight:g} in {band} together, against a capacity"
        f" of {room:g}. Maybe widen the band, or let other territories take some of them."
    )


def _too_little(short: str, band: str, least: float, weight: float) -> str:
    return (
        f"{short} must hold at least {least:g} of {band}, but all sites that they may take weigh"
        f" {weight:g}. Maybe widen the band, or let them take more sites."
    )


def _names(facts: Facts, territories: Ints) -> str:
    names = [facts.problem.territory_name(int(j)) for j in territories[:SHOWN]]
    more = len(territories) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
