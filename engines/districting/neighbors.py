"""Which sites are neighbors, where no units say so."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, QhullError, cKDTree

from engines.districting.kernels.arrays import Ints

CORNERS = 3


def adjacency_of(positions: ArrayLike) -> Ints:
    """(m, 2) pairs of sites whose Voronoi cells touch, as the Delaunay triangulation has them.

    Sites at one place are neighbors in a row. Places on one line, or fewer than three, are
    neighbors in their order along it. The result is connected.
    """
    at = np.asarray(positions, np.float64)
    places, of = np.unique(at, axis=0, return_inverse=True)
    of = of.reshape(-1)
    first = np.full(len(places), -1, np.int64)
    order = np.argsort(of, kind="stable")
    first[of[order[::-1]]] = order[::-1]
    same = of[order[1:]] == of[order[:-1]]
    stacked = np.column_stack([order[:-1], order[1:]])[same]
    return np.vstack([first[_between(places)], stacked]).astype(np.int64)


def bridges_of(positions: ArrayLike, adjacency: ArrayLike) -> Ints:
    """(b, 2) pairs that join the pieces of a map, islands as a rule: each to its nearest other site.

    One pair fewer than there are pieces; none for a connected map.
    """
    at = np.asarray(positions, np.float64)
    edges = np.asarray(adjacency, np.int64).reshape(-1, 2)
    n = len(at)
    graph = coo_matrix((np.ones(len(edges)), edges.T), shape=(n, n))
    count, piece = connected_components(graph, directed=False)
    found = np.zeros((count - 1, 2), np.int64)
    main = piece == np.bincount(piece).argmax()
    for turn in range(count - 1):
        outside = np.flatnonzero(~main)
        inside = np.flatnonzero(main)
        apart, nearest = cKDTree(at[inside]).query(at[outside])
        first = int(apart.argmin())
        found[turn] = outside[first], inside[nearest[first]]
        main |= piece == piece[outside[first]]
    return found


def _between(places: np.ndarray) -> np.ndarray:
    """Pairs of distinct places; `places` are sorted, so a line is in its order."""
    chain = np.column_stack([np.arange(len(places) - 1), np.arange(1, len(places))])
    if len(places) < CORNERS:
        return chain
    try:
        triangles = Delaunay(places)
    except QhullError:
        return chain
    corners = triangles.simplices
    if len(triangles.coplanar):
        return np.vstack([_sides(corners), triangles.coplanar[:, [0, 2]]])
    return _sides(corners)


def _sides(corners: np.ndarray) -> np.ndarray:
    pairs = np.vstack([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)
