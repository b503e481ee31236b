"""Sites that stay together become one unit, which the search moves as a whole."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from engines.districting.kernels.arrays import Floats, Ints
from engines.districting.problem import Problem


@dataclass(frozen=True, eq=False)
class Units:
    """The unit of each site; without groups, unit and site are the same."""

    of: Ints  # (n,)
    count: int

    @property
    def is_trivial(self) -> bool:
        return self.count == len(self.of)

    def members(self, unit: int) -> Ints:
        return np.flatnonzero(self.of == unit)

    def total(self, values: Floats) -> Floats:
        """Sums over the sites of each unit: (count,) or (count, q)."""
        if self.is_trivial:
            return values
        summed = np.zeros((self.count, *values.shape[1:]))
        np.add.at(summed, self.of, values)
        return summed


def units_of(problem: Problem, n: int) -> Units:
    """The units of the groups in `together`; numbers out of range are left to `conflicts`."""
    pairs = [
        (group[0], site)
        for group in problem.together
        for site in group
        if 0 <= site < n and 0 <= group[0] < n
    ]
    if not pairs:
        return Units(np.arange(n), n)
    edges = np.array(pairs).T
    count, of = connected_components(
        coo_matrix((np.ones(len(pairs)), edges), shape=(n, n)), directed=False
    )
    return Units(of.astype(np.int64), int(count))
