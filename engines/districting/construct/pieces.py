"""Territories that must be in one piece: the test, and the mending of a plan made without it."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from engines.districting.construct.grow import adopt
from engines.districting.kernels.arrays import Arrays, Ints
from engines.districting.kernels.table import price_table


def pieces_of(arrays: Arrays, territory: Ints) -> tuple[int, Ints]:
    """(number of pieces, piece of each unit): connected units of one territory."""
    n = len(territory)
    tail = np.repeat(np.arange(n), np.diff(arrays.joint_start))
    inside = territory[tail] == territory[arrays.joint]
    ones = np.ones(int(inside.sum()))
    graph = coo_matrix((ones, (tail[inside], arrays.joint[inside])), shape=(n, n))
    count, piece = connected_components(graph, directed=False)
    return int(count), piece


def in_one_piece(arrays: Arrays, territory: Ints) -> bool:
    """Whether every territory is connected, or none needs to be."""
    if not arrays.whole:
        return True
    return pieces_of(arrays, territory)[0] == len(np.unique(territory))


def mended(arrays: Arrays, territory: Ints, center: Ints) -> Ints:
    """The plan in one piece each: heaviest pieces stay, the others follow their neighbors."""
    if in_one_piece(arrays, territory):
        return territory
    count, piece = pieces_of(arrays, territory)
    weight = np.bincount(piece, arrays.weights[:, 0], minlength=count)
    of = np.zeros(count, np.int64)
    of[piece] = territory
    heaviest = np.full(len(center), -1, np.int64)
    order = np.argsort(weight, kind="stable")
    heaviest[of[order]] = order
    kept = np.zeros(count, np.bool_)
    kept[heaviest[heaviest >= 0]] = True
    cost = np.empty((len(territory), len(center)))
    price_table(arrays, np.tile(center, (len(territory), 1)), cost)
    rest = np.where(kept[piece], territory, -1)
    adopt(arrays, rest, cost)
    return rest
