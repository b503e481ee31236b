"""A few neighboring territories made anew by an exact solver: fix-and-optimize.

All other territories stay (Stefanello, de Araujo & Mueller 2015). Within the few, centers and contents
are chosen together: the capacitated p-median model with x(i, c) <= y(c), solved by HiGHS.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, vstack

from engines.districting.construct.start import prices_from
from engines.districting.kernels.arrays import FREE, Arrays, Floats, Ints
from engines.districting.kernels.table import price_block

UNITS = 30  # of the few territories together
FEWEST, MOST = 2, 10  # territories made anew at once
OPTIONS = 10  # nearest centers a unit may go to
NODES = 400
GAIN = 1e-6


def can_renew(arrays: Arrays) -> bool:
    """Whether territories are alike and small enough, and no goal or constraint ties them to others."""
    n, k = arrays.weights.shape[0], len(arrays.fixed)
    alike = bool(
        (arrays.lower == arrays.lower[0]).all() and (arrays.upper == arrays.upper[0]).all()
    )
    plain = not arrays.balance.any() and not arrays.soft.any() and not len(arrays.apart)
    nameless = not len(arrays.labels) and not len(arrays.allowed) and not len(arrays.moves)
    free = bool((arrays.fixed == FREE).all())
    return alike and plain and nameless and free and not arrays.whole and 2 * n <= UNITS * k


@dataclass(frozen=True, eq=False)
class Renewed:
    """The few territories' units with their new territory, and the new centers."""

    units: Ints
    territory: Ints
    territories: Ints
    center: Ints


class Neighborhoods:
    """Territories and those around them, in a random order, each combination of centers once."""

    def __init__(self, arrays: Arrays, seed: int) -> None:
        self.arrays = arrays
        self.random = np.random.default_rng(seed)
        n, k = arrays.weights.shape[0], len(arrays.fixed)
        self.few = min(MOST, max(FEWEST, UNITS * k // n), k)
        self.done: set[tuple[int, ...]] = set()
        self.queue: list[int] = []

    def renew(self, territory: Ints, center: Ints, seconds: float) -> Renewed | None:
        """The next few territories made better; None when the solver found nothing better."""
        chosen = self._next(center)
        units = np.flatnonzero(np.isin(territory, chosen))
        cost = _prices(self.arrays, units, units)
        now = prices_from(self.arrays, center[territory][:, None])[units, 0].sum()
        found = self._solved(units, cost, len(chosen), float(now), seconds)
        if found is None:
            return None
        places, of = np.unique(found, return_inverse=True)
        return Renewed(units, chosen[of.reshape(-1)], chosen, units[places])

    def _next(self, center: Ints) -> Ints:
        """The territories nearest to the next one in turn, those tried before passed over."""
        for _ in range(len(center)):
            if not self.queue:
                self.queue = self.random.permutation(len(center)).tolist()
            j = self.queue.pop()
            apart = _prices(self.arrays, center[j : j + 1], center)[0]
            chosen = np.sort(np.argsort(apart, kind="stable")[: self.few])
            key = tuple(sorted(center[chosen].tolist()))
            if key not in self.done:
                break
        self.done.add(key)
        return chosen

    def _solved(
        self, units: Ints, cost: Floats, many: int, now: float, seconds: float
    ) -> Ints | None:
        """For each unit the index of its center among the units."""
        m = len(units)
        pairs = _pairs(cost, self.arrays.may_center[units])
        model = _Model(self.arrays, units, pairs, cost[pairs[:, 0], pairs[:, 1]])
        found = milp(
            np.concatenate([model.cost, np.zeros(m)]),
            integrality=np.ones(len(pairs) + m),
            bounds=Bounds(0, np.concatenate([np.ones(len(pairs)), self.arrays.may_center[units]])),
            constraints=model.constraints(many, now * (1 - GAIN)),
            options={"node_limit": NODES, "time_limit": seconds},
        )
        if found.x is None:
            return None
        chosen = pairs[found.x[: len(pairs)] > 0.5]  # noqa: PLR2004 - a binary's middle
        center = np.zeros(m, np.int64)
        center[chosen[:, 0]] = chosen[:, 1]
        return center if len(np.unique(center)) == many else None


def _prices(arrays: Arrays, units: Ints, places: Ints) -> Floats:
    """(units, places) prices."""
    out = np.empty((len(units), len(places)))
    price_block(arrays, units, places, out)
    return out


def _pairs(cost: Floats, may_center: np.ndarray) -> Ints:
    """(unit, center) of the cheapest centers of each unit; `cost` is (units, centers)."""
    priced = np.where(may_center[None, :], cost, np.inf)
    order = np.argsort(priced, axis=1, kind="stable")[:, :OPTIONS]
    unit = np.repeat(np.arange(len(cost)), order.shape[1])
    pairs = np.column_stack([unit, order.ravel()])
    own = np.column_stack([np.arange(len(cost))] * 2)
    pairs = np.unique(np.vstack([pairs, own]), axis=0)
    return pairs[np.isfinite(priced[pairs[:, 0], pairs[:, 1]])]


class _Model:
    """Variables: x of each pair, then y of each unit as a center."""

    def __init__(self, arrays: Arrays, units: Ints, pairs: Ints, cost: Floats) -> None:
        self.arrays, self.units, self.pairs, self.cost = arrays, units, pairs, cost
        self.m, self.v = len(units), len(pairs)

    def constraints(self, many: int, below: float) -> LinearConstraint:
        unit, place = self.pairs.T
        x, ones = np.arange(self.v), np.ones(self.v)
        rows = [
            self._of(unit, x, ones, self.m),
            self._of(np.r_[x, x], np.r_[x, self.v + place], np.r_[ones, -ones], self.v),
            self._of(np.zeros(self.m, np.int64), self.v + np.arange(self.m), np.ones(self.m), 1),
            self._of(np.zeros(self.v, np.int64), x, self.cost / max(below, 1e-300), 1),
        ]
        lower = [np.ones(self.m), np.full(self.v, -np.inf), np.array([many, -np.inf])]
        upper = [np.ones(self.m), np.zeros(self.v), np.array([many, 1.0])]
        for q in range(self.arrays.weights.shape[1]):
            weight = self.arrays.weights[self.units[unit], q]
            for limit, least, most in (
                (self.arrays.upper[0, q], -np.inf, 0.0),
                (self.arrays.lower[0, q], 0.0, np.inf),
            ):
                if np.isfinite(limit) and limit > 0:
                    y = self.v + np.arange(self.m)
                    row, column = np.r_[place, np.arange(self.m)], np.r_[x, y]
                    value = np.r_[weight, np.full(self.m, -limit)]
                    rows.append(self._of(row, column, value, self.m))
                    lower.append(np.full(self.m, least))
                    upper.append(np.full(self.m, most))
        return LinearConstraint(
            vstack(rows, format="csr"), np.concatenate(lower), np.concatenate(upper)
        )

    def _of(self, row: Ints, column: Ints, value: Floats, height: int) -> csr_matrix:
        return coo_matrix((value, (row, column)), shape=(height, self.v + self.m)).tocsr()
