"""What the compiled loops read (`Arrays`) and change (`State`)."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Metrics, by code: see travel.py of the package.
MATRIX, EUCLIDEAN, FLOOR_EUCLIDEAN, GREAT_CIRCLE = 0, 1, 2, 3
FREE = -1


class Arrays(NamedTuple):
    """A compiled problem of n units, k territories and m places that can be centers.

    Place p < n is unit p itself; the others are given points, such as managers' homes.
    An array that does not apply has no rows.
    """

    metric: int
    points: Floats  # (m, 3) coordinates of places
    matrix: Floats  # (m, n) distances, metric MATRIX only
    linear: Floats  # (n,) price of one unit of distance to the unit
    squared: Floats  # (n,) price of one unit of squared distance
    limit: float  # longest distance allowed
    beyond: float  # price of a unit beyond the limit
    may_center: NDArray[np.bool_]  # (n,) whether the unit may be a free center
    fixed: Ints  # (k,) place of the fixed center, or FREE
    weights: Floats  # (n, q)
    lower: Floats  # (k, q)
    upper: Floats  # (k, q)
    target: Floats  # (k, q) what the balance objective compares with
    balance: Floats  # (q,) price of one unit of deviation from target
    soft: Floats  # (q,) price of leaving the band, 0 where the band is hard
    labels: Floats  # (n, k) price of the unit in the territory
    moves: Floats  # (n, k) sites of the unit that change hands there
    budget: float  # sites that may change hands
    allowed: NDArray[np.bool_]  # (n, k)
    apart_start: Ints  # (n + 1,) neighbours in the list of pairs kept apart
    apart: Ints
    joint_start: Ints  # (n + 1,) adjacency
    joint: Ints
    near: Ints  # (n, h) units nearest to each, itself excluded
    whole: bool  # whether territories must be contiguous
    medians: bool  # whether free centers are kept exact after every move


def tightest(arrays: Arrays) -> int:
    """The weight with the least room between all sites and all capacities."""
    total = np.maximum(arrays.weights.sum(axis=0), 1e-300)
    return int(np.argmin(arrays.upper.sum(axis=0) / total))


class State(NamedTuple):
    """A plan under change, with everything that makes one move cheap."""

    territory: Ints  # (n,)
    center: Ints  # (k,) place
    load: Floats  # (k, q)
    cost: Floats  # (k,) travel of the territory
    sums: Floats  # (n,) travel of its territory if the unit were the center
    size: Ints  # (k,)
    first: Ints  # (k,) linked list of members
    after: Ints  # (n,)
    before: Ints  # (n,)
    mark: Ints  # (n,) visit stamps of the contiguity test
    queue: Ints  # (n,)
    stamp: Ints  # (1,)
    moved: Floats  # (1,) sites that change hands
    random: NDArray[np.uint64]  # (1,)


def empty_state(arrays: Arrays, seed: int) -> State:
    """A state without members; `kernels.state.fill` gives it a plan."""
    n, k = arrays.weights.shape[0], arrays.fixed.shape[0]
    whole: dict[str, Any] = {
        name: np.full(n, -1, np.int64) for name in ("territory", "after", "before", "mark", "queue")
    }
    return State(
        **whole,
        center=arrays.fixed.copy(),
        load=np.zeros_like(arrays.upper),
        cost=np.zeros(k),
        sums=np.zeros(n),
        size=np.zeros(k, np.int64),
        first=np.full(k, -1, np.int64),
        stamp=np.zeros(1, np.int64),
        moved=np.zeros(1),
        random=np.array([np.uint64(seed * 2 + 1)], np.uint64),
    )
