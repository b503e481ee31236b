"""Which centers the bound chooses among, and which units each of them can serve with profit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from engines.districting.kernels.arrays import (
    FREE,
    GREAT_CIRCLE,
    Arrays,
    Floats,
    Ints,
    tightest,
)
from engines.districting.kernels.travel import EARTH_DIAMETER_KM

BLOCK = 4_096  # items whose lists are made at a time


@dataclass(frozen=True, eq=False)
class Slots:
    """Places that may serve, fixed ones first; slot s may serve items[start[s]:start[s + 1]]."""

    places: Ints
    fixed: int  # so many slots serve for certain
    chosen: int  # so many of the others serve
    columns: Ints  # column of `extra` for each slot
    extra: Floats  # (n, c) price that depends on the territory
    lower: Floats
    upper: Floats
    start: Ints
    items: Ints
    most: Floats  # (n,) highest dual for which the lists are complete
    weight: int  # the weight whose band the bound keeps


def slots_of(arrays: Arrays, most: Floats) -> Slots:
    """The slots with lists complete for duals up to `most`."""
    fixed = np.flatnonzero(arrays.fixed != FREE)
    free = np.flatnonzero(arrays.fixed == FREE)
    candidates = np.flatnonzero(arrays.may_center) if len(free) else np.zeros(0, np.int64)
    places = np.concatenate([arrays.fixed[fixed], candidates]).astype(np.int64)
    q = tightest(arrays)
    columns, extra = _extras(arrays, fixed, free, len(candidates))
    start, items = _lists(arrays, places, most)
    return Slots(
        places=places,
        fixed=len(fixed),
        chosen=len(free),
        columns=columns,
        extra=extra,
        lower=_limits(arrays.lower[:, q], fixed, free, len(candidates), np.min),
        upper=_limits(arrays.upper[:, q], fixed, free, len(candidates), np.max),
        start=start,
        items=items,
        most=most,
        weight=q,
    )


def _limits(
    side: Floats, fixed: Ints, free: Ints, many: int, widest: Callable[[Floats], float]
) -> Floats:
    loose = widest(side[free]) if len(free) else 0.0
    return np.concatenate([side[fixed], np.full(many, loose)])


def _extras(arrays: Arrays, fixed: Ints, free: Ints, many: int) -> tuple[Ints, Floats]:
    """Prices by territory: exact for fixed centers, the least of the free territories for others."""
    n, k = arrays.weights.shape[0], len(arrays.fixed)
    if not len(arrays.labels) and not len(arrays.allowed):
        return np.full(len(fixed) + many, -1, np.int64), np.zeros((1, 1))
    table = arrays.labels.copy() if len(arrays.labels) else np.zeros((n, k))
    if len(arrays.allowed):
        table = np.where(arrays.allowed, table, np.inf)
    least = table[:, free].min(axis=1) if len(free) else np.zeros(n)
    table = np.column_stack([table[:, fixed], least])
    columns = np.concatenate([np.arange(len(fixed)), np.full(many, len(fixed))])
    return columns.astype(np.int64), np.ascontiguousarray(table)


def _lists(arrays: Arrays, places: Ints, most: Floats) -> tuple[Ints, Ints]:
    """(start, items): the units whose price from the place may be below their highest dual."""
    if len(arrays.matrix):
        price = arrays.linear * arrays.matrix[places] + arrays.squared * arrays.matrix[places] ** 2
        slot, item = np.nonzero(price <= most)
    else:
        slot, item = _near_pairs(arrays, places, _reach(arrays, most))
        order = np.argsort(slot, kind="stable")
        slot, item = slot[order], item[order]
    start = np.searchsorted(slot, np.arange(len(places) + 1))
    return start.astype(np.int64), item.astype(np.int64)


def _near_pairs(arrays: Arrays, places: Ints, reach: Floats) -> tuple[Ints, Ints]:
    """(slot, item) of all pairs within the item's reach; in blocks, because lists take memory."""
    tree, n = cKDTree(arrays.points[places]), len(reach)
    slots, items = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for first in range(0, n, BLOCK):
        block = np.arange(first, min(first + BLOCK, n), dtype=np.int32)
        found = tree.query_ball_point(arrays.points[block], reach[block], return_sorted=True)
        items.append(np.repeat(block, np.fromiter((len(f) for f in found), np.int64, len(block))))
        slots += [np.asarray(f, np.int32) for f in found]
    return np.concatenate(slots), np.concatenate(items)


def _reach(arrays: Arrays, most: Floats) -> Floats:
    """Straight-line radius beyond which a price is certainly above `most`."""
    a, b = arrays.squared, arrays.linear
    with np.errstate(divide="ignore", invalid="ignore"):
        root = (np.sqrt(b * b + 4 * a * most) - b) / (2 * a)
        distance = np.where(a > 0, root, most / b)
    distance = np.where(np.isfinite(distance), distance, 1e300)
    if arrays.metric == GREAT_CIRCLE:
        return 2 * np.sin(np.minimum(distance / EARTH_DIAMETER_KM, np.pi / 2)) * (1 + 1e-9)
    return distance * (1 + 1e-9) + 1.0  # the floor takes off less than one
