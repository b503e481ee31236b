"""Parts of equal load by cutting the map in two, again and again."""

import numpy as np

from engines.districting.kernels.arrays import Arrays, Floats, Ints


def bisected(arrays: Arrays, k: int, seed: int) -> Ints:
    """A part of 0 to k - 1 for every unit, loads as equal as the units allow.

    Each cut goes across the longer extent of its piece, along axes turned by a random angle, and
    shares the first weight in the ratio of the territories on either side (Berger & Bokhari 1987).
    """
    n = arrays.weights.shape[0]
    points = turned(arrays.points[:n], np.random.default_rng(seed).uniform(0, np.pi / 2))
    weight = arrays.weights[:, 0] + 1e-9 * max(float(arrays.weights[:, 0].max()), 1e-9)
    part = np.zeros(n, np.int64)
    open_pieces = [(np.arange(n), 0, k)]
    while open_pieces:
        units, first, many = open_pieces.pop()
        part[units] = first
        if many == 1 or len(units) <= 1:
            continue
        left = many // 2
        order = units[np.argsort(points[units][:, longest(points[units])], kind="stable")]
        reached = np.cumsum(weight[order])
        cut = int(np.searchsorted(reached, reached[-1] * left / many)) + 1
        cut = min(max(cut, left), len(order) - (many - left))
        open_pieces += [(order[:cut], first, left), (order[cut:], first + left, many - left)]
    return part


def longest(points: Floats) -> int:
    """The axis along which the points reach farthest."""
    return int(np.argmax(points.max(axis=0) - points.min(axis=0)))


def turned(points: Floats, angle: float) -> Floats:
    """The points with their first two axes turned."""
    x, y = points[:, 0], points[:, 1]
    return np.column_stack(
        [
            np.cos(angle) * x - np.sin(angle) * y,
            np.sin(angle) * x + np.cos(angle) * y,
            points[:, 2],
        ]
    )
