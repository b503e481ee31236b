"""Contiguous territories grown from their centers, the lightest first."""

import heapq

import numpy as np

from engines.districting.construct.frontier import eligible_row
from engines.districting.kernels.arrays import Arrays, Ints
from engines.districting.kernels.table import price_table


def grown(arrays: Arrays, center: Ints) -> Ints:
    """A territory for every unit; contiguous as long as locks allow it.

    The territory with the least load, measured by its target, takes the cheapest unit at its
    border. Units no border reaches follow a neighbor, or else the cheapest territory.
    """
    n, k = arrays.weights.shape[0], len(center)
    cost = np.empty((n, k))
    price_table(arrays, np.tile(center, (n, 1)), cost)
    territory = np.full(n, -1, np.int64)
    load = np.zeros(k)
    share = arrays.weights[:, 0] / max(arrays.weights[:, 0].sum(), 1e-300) * k
    borders: list[list[tuple[float, int]]] = [[] for _ in range(k)]

    def take(unit: int, j: int) -> None:
        territory[unit] = j
        load[j] += share[unit]
        for v in arrays.joint[arrays.joint_start[unit] : arrays.joint_start[unit + 1]]:
            if territory[v] < 0 and (not len(arrays.allowed) or arrays.allowed[v, j]):
                heapq.heappush(borders[j], (float(cost[v, j]), int(v)))

    for j in range(k):
        start = int(center[j]) if center[j] < n and territory[center[j]] < 0 else -1
        if start < 0:
            open_units = np.flatnonzero((territory < 0) & eligible_row(arrays, j))
            if not len(open_units):
                continue
            start = int(open_units[np.argmin(cost[open_units, j])])
        take(start, j)
    queue = [(load[j], j) for j in range(k)]
    heapq.heapify(queue)
    while queue:
        _, j = heapq.heappop(queue)
        unit = _next(arrays, j, territory, borders)
        if unit >= 0:
            take(unit, j)
            heapq.heappush(queue, (load[j], j))
    adopt(arrays, territory, cost)
    return territory


def _next(arrays: Arrays, j: int, territory: Ints, borders: list[list[tuple[float, int]]]) -> int:
    while borders[j]:
        _, unit = heapq.heappop(borders[j])
        if territory[unit] < 0:
            return unit
    return -1


def adopt(arrays: Arrays, territory: Ints, cost: np.ndarray) -> None:
    """Gives every unit without a territory (-1) to that of a neighbor, the cheapest first."""
    waiting = list(np.flatnonzero(territory < 0))
    stuck = 0
    while waiting:
        unit = waiting.pop(0)
        near = arrays.joint[arrays.joint_start[unit] : arrays.joint_start[unit + 1]]
        options = [j for j in territory[near] if j >= 0]
        if len(arrays.allowed):
            options = [j for j in options if arrays.allowed[unit, j]]
        if not options and stuck <= len(waiting):
            waiting.append(unit)
            stuck += 1
            continue
        if not options:
            options = list(np.flatnonzero(arrays.allowed[unit])) if len(arrays.allowed) else [0]
        territory[unit] = options[int(np.argmin(cost[unit, options]))]
        stuck = 0
