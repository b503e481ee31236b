"""From facts to the arrays that the compiled loops read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from engines.districting.eligibility import eligible
from engines.districting.errors import BadInput
from engines.districting.facts import Facts
from engines.districting.kernels.arrays import FREE, Arrays, Floats, Ints
from engines.districting.kernels.travel import EARTH_DIAMETER_KM
from engines.districting.metric import Metric
from engines.districting.units import Units

SLACK = 1e-9  # relative; loads are sums of floating-point numbers
NEIGHBORS = 24
MOST_MATRIX = 60_000_000  # entries of a matrix of distances, 480 MB
SMALL_TERRITORY = 120  # mean units up to which exact medians pay (docs/domain/districting.md)


@dataclass(frozen=True, eq=False)
class Model:
    """A compiled problem: `arrays` over units, the way back to sites, and the first prices."""

    facts: Facts
    units: Units
    arrays: Arrays
    prices: Floats  # (q + 1,) of violation; last: of the disruption budget
    place_of: Ints  # place of the problem for each place of the arrays

    def sites_in(self, territory: Ints) -> Ints:
        """The territory of each site for a territory of each unit."""
        return territory[self.units.of]

    def places(self, center: Ints) -> Ints:
        """The problem's place for each center of the arrays."""
        return self.place_of[center]

    def slots(self, center: Ints) -> Ints:
        """The other way: a place of a unit becomes the unit's own place."""
        n = self.facts.n
        own = self.units.of[np.minimum(center, n - 1)]
        return np.where(center < n, own, center - n + self.units.count)


def compiled(facts: Facts, units: Units) -> Model:
    """The model. Raises BadInput when groups together need a larger matrix than fits."""
    p, n, k = facts.problem, units.count, facts.k
    count = np.bincount(units.of, minlength=n).astype(np.float64)
    weights = np.column_stack([units.total(facts.weights), count])
    lower, upper = _counted(facts)
    metric, points, matrix, place_of = _geometry(facts, units)
    linear = facts.travel_weights * p.objective.travel
    squared = facts.travel_weights * p.objective.compactness
    if not units.is_trivial:
        linear, squared = np.ones(n), np.zeros(n)  # the matrix holds prices already
    mean = np.maximum(weights.sum(axis=0) / k, 1e-300)
    labels, moves = _disruption(facts, units)
    typical, beyond = _typical_price((metric, points, matrix), linear, squared, k)
    edges = units.of[facts.edges]
    joint = _neighbors(edges[edges[:, 0] != edges[:, 1]], n)
    apart = _neighbors(units.of[np.array(p.apart, np.int64).reshape(-1, 2)], n)
    free = bool((facts.centers == FREE).any())
    arrays = Arrays(
        metric=int(metric.value),
        points=points,
        matrix=matrix,
        linear=linear,
        squared=squared,
        limit=float("inf") if p.travel_limit is None else float(p.travel_limit),
        beyond=beyond,
        may_center=_representatives(facts, units),
        fixed=_fixed(facts, units),
        weights=weights,
        lower=lower,
        upper=upper,
        target=np.column_stack([facts.target, np.full(k, mean[-1])]),
        balance=np.append(p.objective.balance / mean[:-1], 0.0),
        soft=np.array([0.0 if b.price is None else b.price for b in facts.bands] + [0.0]),
        labels=labels,
        moves=moves,
        budget=float("inf") if p.move_budget is None else float(p.move_budget),
        allowed=eligible(facts, units),
        apart_start=apart[0],
        apart=apart[1],
        joint_start=joint[0],
        joint=joint[1],
        near=_near(points, matrix, joint if len(edges) else None, n),
        whole=p.adjacency is not None,
        medians=free and n / k <= SMALL_TERRITORY,
    )
    prices = np.append(4 * typical / mean, 4 * typical)
    prices[:-1][arrays.soft > 0] = 0.0
    return Model(facts, units, arrays, prices, place_of)


def _fixed(facts: Facts, units: Units) -> Ints:
    """Fixed centers by the numbers of the arrays: a site's place becomes its unit's."""
    given, n = facts.centers, facts.n
    own = units.of[np.clip(given, 0, n - 1)]
    return np.where(given < 0, FREE, np.where(given < n, own, given - n + units.count))


def _counted(facts: Facts) -> tuple[Floats, Floats]:
    """Bands with the number of sites as the last weight, widened by the tolerance."""
    p, k = facts.problem, facts.k
    least = np.full((k, 1), float(p.min_sites))
    most = np.full((k, 1), float("inf") if p.max_sites is None else float(p.max_sites))
    lower = np.hstack([facts.lower, least])
    upper = np.hstack([facts.upper, most])
    return lower - SLACK * np.abs(lower), upper + SLACK * np.where(np.isinf(upper), 0, upper)


def _geometry(facts: Facts, units: Units) -> tuple[Metric, Floats, Floats, Ints]:
    every = np.arange(max(len(facts.points), len(facts.matrix)))
    if units.is_trivial:
        return facts.metric, facts.points, facts.matrix, every
    p = facts.problem
    places = max(len(facts.points), len(facts.matrix))
    if places * facts.n > MOST_MATRIX:
        raise BadInput(
            [f"Sites kept together need a matrix of {places} x {facts.n} prices. Maybe merge them."]
        )
    distances = facts.matrix if len(facts.matrix) else all_distances(facts)
    limit = float("inf") if p.travel_limit is None else p.travel_limit
    prices = facts.travel_weights * (p.objective.travel + p.objective.compactness * distances)
    prices = np.where(distances > limit, np.inf, prices * distances)
    summed = np.zeros((places, units.count))
    np.add.at(summed.T, units.of, prices.T)
    rows = np.array([_middle(summed, units, u) for u in range(units.count)])
    kept = np.concatenate([rows, every[facts.n :]])
    return Metric.MATRIX, facts.points[:0], summed[kept], kept


def _middle(summed: Floats, units: Units, unit: int) -> int:
    members = units.members(unit)
    return int(members[np.argmin(summed[members, unit])])


def all_distances(facts: Facts) -> Floats:
    """(m, n) distances from coordinates."""
    return distances_between(facts.points, facts.points[: facts.n], facts.metric)


def distances_between(one: Floats, other: Floats, metric: Metric) -> Floats:
    """(a, b) distances of embedded points by the metric."""
    straight: Floats = np.sqrt(((one[:, None, :] - other[None, :, :]) ** 2).sum(axis=2))
    if metric is Metric.FLOOR_EUCLIDEAN:
        return np.asarray(np.floor(straight))
    if metric is Metric.GREAT_CIRCLE:
        return np.asarray(EARTH_DIAMETER_KM * np.arcsin(np.minimum(1.0, straight / 2)))
    return straight


def _representatives(facts: Facts, units: Units) -> NDArray[np.bool_]:
    chosen = np.zeros(units.count, np.bool_)
    chosen[units.of[facts.candidates]] = True
    return chosen


def _disruption(facts: Facts, units: Units) -> tuple[Floats, Floats]:
    """(labels, moves) over (unit, territory); no rows where nothing depends on them."""
    p, k = facts.problem, facts.k
    price = p.objective.disruption
    known = facts.current >= 0
    none = np.zeros((0, 0))
    moves = labels = none
    if known.any() and (p.move_budget is not None or price > 0):
        away = np.ones((facts.n, k))
        away[np.flatnonzero(known), facts.current[known]] = 0.0
        away[~known] = 0.0
        moves = units.total(away)
        labels = units.total(price * facts.moving_costs[:, None] * away)
    if len(facts.affinity) and price > 0:
        extra = units.total(price * facts.affinity.T)
        labels = labels + extra if len(labels) else extra
    return np.ascontiguousarray(labels), np.ascontiguousarray(moves)


def _neighbors(edges: Ints, n: int) -> tuple[Ints, Ints]:
    """(start, neighbors) of an undirected graph, doubled pairs removed."""
    both = np.unique(np.vstack([edges, edges[:, ::-1]]), axis=0)
    start = np.searchsorted(both[:, 0], np.arange(n + 1)).astype(np.int64)
    return start, np.ascontiguousarray(both[:, 1]).astype(np.int64)


def _near(points: Floats, matrix: Floats, joint: tuple[Ints, Ints] | None, n: int) -> Ints:
    """(n, h) units to look at from each: adjacent ones where adjacency binds, else the nearest."""
    h = max(1, min(NEIGHBORS, n - 1))
    if joint is not None:
        start, flat = joint
        degree = np.maximum(np.diff(start), 1)
        near = np.empty((n, h), np.int64)
        for i in range(n):
            own = flat[start[i] : start[i + 1]] if start[i] < start[i + 1] else np.array([i])
            near[i] = own[np.arange(h) % degree[i]]
        return near
    if len(matrix):
        order = np.argsort(matrix[:n] + matrix[:n].T, axis=1, kind="stable")
    else:
        _, order = cKDTree(points[:n]).query(points[:n], k=h + 1)
    order = order.reshape(n, -1)
    apart = order != np.arange(n)[:, None]
    apart[:, -1] |= False
    keep = np.array(
        [row[ok][:h] if ok.sum() >= h else row[:h] for row, ok in zip(order, apart, strict=True)]
    )
    return np.ascontiguousarray(keep).astype(np.int64)


def _typical_price(
    geometry: tuple[Metric, Floats, Floats], linear: Floats, squared: Floats, k: int
) -> tuple[float, float]:
    """(price of serving a typical unit, price of a forbidden distance), from a sample."""
    metric, points, matrix = geometry
    n = len(linear)
    some = np.unique(np.linspace(0, n - 1, min(n, 400)).astype(np.int64))
    d = (
        matrix[np.ix_(some, some)]
        if len(matrix)
        else distances_between(points[some], points[some], metric)
    )
    d = np.where(np.isfinite(d), d, 0.0)
    # The radius of k equal territories is about the whole radius over the root of k.
    reach = d.mean() / np.sqrt(k)
    typical = float(np.mean(linear[some] * reach + squared[some] * reach**2))
    farthest = float((linear[some].max() + squared[some].max() * d.max()) * d.max())
    return max(typical, 1e-9), max(farthest, 1e-6) * 10
