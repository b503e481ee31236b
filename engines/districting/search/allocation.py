"""The best plan for given centers, by an exact solver: the allocation half of location-allocation.

For given centers the plan is an assignment problem with bands (Hess et al. 1965 alternate it with new
centers). HiGHS solves it; a territory in pieces is cut off by a separator: a piece may only belong to
a center together with some unit of the ring around it (Oehrlein & Haunert 2017), and so on until all
are whole. Balance and soft bands have no place in it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from engines.districting.construct.pieces import pieces_of
from engines.districting.construct.start import prices_from
from engines.districting.kernels.arrays import FREE, Arrays, Floats, Ints

MOST_PAIRS = 30_000  # of unit and territory that HiGHS takes in seconds
CUTS = 15  # rounds of cutting pieces off
NODES = 1_000
GAP = 1e-4


def can_allocate(arrays: Arrays) -> bool:
    """Whether the model holds every goal and constraint of the problem."""
    n, k = arrays.weights.shape[0], len(arrays.fixed)
    plain = not arrays.balance.any() and not arrays.soft.any() and not len(arrays.apart)
    inside = not arrays.whole or bool((arrays.fixed < n).all())
    return plain and inside and k > 1


def allocated(arrays: Arrays, center: Ints, below: float, seconds: float) -> Ints | None:
    """The territory of each unit at a value under `below`.

    None: there is none, which the relaxation mostly says at once, or none was found within nodes and
    seconds.
    """
    model = _Model(arrays, center, below)
    for _ in range(CUTS if arrays.whole else 1):
        territory = model.solve(seconds)
        if territory is None or not arrays.whole:
            return territory
        if not model.cut_off_pieces(territory):
            return territory
    return None


@dataclass(eq=False)
class _Rows:
    matrix: csr_matrix
    lower: Floats
    upper: Floats


class _Model:
    """Variables are pairs (unit, territory), unit by unit."""

    def __init__(self, arrays: Arrays, center: Ints, below: float) -> None:
        self.arrays, self.center = arrays, center
        self.n, self.k = arrays.weights.shape[0], len(center)
        cost = prices_from(arrays, np.tile(center, (self.n, 1)))
        may = np.isfinite(cost) & (cost < arrays.beyond)
        if len(arrays.labels):
            cost = cost + arrays.labels
        if len(arrays.allowed):
            may &= arrays.allowed
        self.least = np.zeros((self.n, self.k))
        for j in np.flatnonzero((arrays.fixed == FREE) & (center < self.n)):
            self.least[center[j], j] = 1.0
            may[center[j], j] = True
        self.cost = np.where(may, cost, 0.0)
        self.most = may.astype(np.float64)
        self.rows = [self._once(), *self._bands(), *self._budget(), *self._better(below)]

    def solve(self, seconds: float) -> Ints | None:
        found = milp(
            self.cost.ravel(),
            integrality=np.ones(self.n * self.k),
            bounds=Bounds(self.least.ravel(), self.most.ravel()),
            constraints=LinearConstraint(
                vstack([rows.matrix for rows in self.rows], format="csr"),
                np.concatenate([rows.lower for rows in self.rows]),
                np.concatenate([rows.upper for rows in self.rows]),
            ),
            options={"node_limit": NODES, "mip_rel_gap": GAP, "time_limit": max(seconds, 0.1)},
        )
        if found.x is None:
            return None
        return np.asarray(found.x.reshape(self.n, self.k).argmax(axis=1), np.int64)

    def cut_off_pieces(self, territory: Ints) -> bool:
        """Adds a separator for each piece away from its center; whether there was any."""
        tail = np.repeat(np.arange(self.n), np.diff(self.arrays.joint_start))
        head = self.arrays.joint
        count, piece = pieces_of(self.arrays, territory)
        home = set(piece[self.center].tolist())
        away = [each for each in range(count) if each not in home]
        for each in away:
            members = np.flatnonzero(piece == each)
            ring = np.setdiff1d(head[piece[tail] == each], members)
            self.rows.append(self._separated(members, ring, int(territory[members[0]])))
        return bool(away)

    def _separated(self, members: Ints, ring: Ints, j: int) -> _Rows:
        """x(a, j) <= sum of x(b, j) over the ring, for each a of the piece."""
        m = len(members)
        row = np.concatenate([np.arange(m), np.repeat(np.arange(m), len(ring))])
        column = np.concatenate([members * self.k + j, np.tile(ring * self.k + j, m)])
        value = np.concatenate([np.ones(m), -np.ones(m * len(ring))])
        return self._of(row, column, value, np.full(m, -np.inf), np.zeros(m))

    def _once(self) -> _Rows:
        row = np.repeat(np.arange(self.n), self.k)
        return self._of(
            row, np.arange(self.n * self.k), np.ones(len(row)), np.ones(self.n), np.ones(self.n)
        )

    def _bands(self) -> list[_Rows]:
        found = []
        column = np.arange(self.n * self.k)
        for q in range(self.arrays.weights.shape[1]):
            weight = np.repeat(self.arrays.weights[:, q], self.k)
            limits = self.arrays.lower[:, q], self.arrays.upper[:, q]
            found.append(self._of(column % self.k, column, weight, *limits))
        return found

    def _budget(self) -> list[_Rows]:
        if not len(self.arrays.moves) or not np.isfinite(self.arrays.budget):
            return []
        column = np.arange(self.n * self.k)
        most = np.array([self.arrays.budget])
        return [self._of(column * 0, column, self.arrays.moves.ravel(), np.array([-np.inf]), most)]

    def _better(self, below: float) -> list[_Rows]:
        if not np.isfinite(below):
            return []
        column = np.arange(self.n * self.k)
        scale = 1.0 / max(below, 1e-300)
        rows = self._of(
            column * 0, column, scale * self.cost.ravel(), np.array([-np.inf]), np.array([1.0])
        )
        return [rows]

    def _of(self, row: Ints, column: Ints, value: Floats, lower: Floats, upper: Floats) -> _Rows:
        shape = len(lower), self.n * self.k
        return _Rows(csr_matrix((value, (row, column)), shape=shape), lower, upper)
