"""Territories as a power diagram: near centers, at prices that level the loads.

For given centers, parted units and one weight, the best plan is a transport problem; its dual puts
one price on each center, and every unit takes the center with the least travel plus price (Aurenhammer,
Hoffmann & Aronov 1998). Moving centers to their best member and pricing anew is Lloyd's method under
capacity (Cohen-Addad, Klein & Young 2018 draw districts so).
"""

from dataclasses import dataclass

import numpy as np

from engines.districting.construct.start import nearest_centers
from engines.districting.kernels.arrays import Arrays, Floats, Ints, tightest
from engines.districting.kernels.level import level

OPTIONS = 24
EVERY_OPTION = 64  # territories up to which each unit may take any center
INSIDE = 0.15  # share of a band kept free on either side: the search needs room
STEPS = 60


@dataclass(eq=False)
class Prices:
    """Prices of centers and how they last moved."""

    price: Floats  # (k,) a unit of weight
    step: Floats
    way: Ints


def leveled(
    arrays: Arrays, center: Ints, prices: Prices | None, rounds: int = STEPS
) -> tuple[Ints, Prices]:
    """(territory of each unit, prices) after at most `rounds` from the given prices."""
    q, k = tightest(arrays), len(center)
    h = k if k <= EVERY_OPTION else OPTIONS
    options, cost = nearest_centers(arrays, center, h)
    cost = _barred(arrays, options, np.minimum(cost, arrays.beyond))
    lower, upper = _narrowed(arrays.lower[:, q], arrays.upper[:, q])
    if prices is None:
        prices = _fresh(arrays, cost, q, k)
    territory, load = np.zeros(len(options), np.int64), np.zeros(k)
    for _ in range(rounds):
        left = level(
            arrays, options, cost, lower, upper, q, prices.price, prices.step, prices.way,
            load, territory,
        )  # fmt: skip
        if not left:
            break
    return territory, prices


def _barred(arrays: Arrays, options: Ints, cost: Floats) -> Floats:
    """Costs with labels, and a price beyond all others where a unit may not be."""
    rows = np.arange(len(options))[:, None]
    if len(arrays.labels):
        cost = cost + arrays.labels[rows, options]
    if len(arrays.allowed):
        cost = np.where(arrays.allowed[rows, options], cost, 1e3 * arrays.beyond)
    return np.ascontiguousarray(cost)


def _narrowed(lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """The band without its edges; an open side has none."""
    width = np.where(np.isinf(upper), 0.0, upper - lower)
    return lower + INSIDE * width * (lower > 0), upper - INSIDE * width * (lower > 0)


def _fresh(arrays: Arrays, cost: Floats, q: int, k: int) -> Prices:
    """No prices; first steps of a tenth of what a mean unit costs."""
    weight = max(float(arrays.weights[:, q].mean()), 1e-300)
    first = 0.1 * max(float(cost[:, 0].mean()), 1e-300) / weight
    return Prices(np.zeros(k), np.full(k, first), np.zeros(k, np.int64))
