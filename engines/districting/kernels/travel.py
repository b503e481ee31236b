"""What it costs to serve a unit from a place."""

import math

from engines.districting.kernels.arrays import (
    EUCLIDEAN,
    FLOOR_EUCLIDEAN,
    MATRIX,
)
from engines.districting.kernels.compiled import kernel

EARTH_DIAMETER_KM = 2 * 6371.0088  # twice the mean radius, IUGG


@kernel
def distance(arrays, place, unit):
    """Distance in the unit of the coordinates (kilometers on the sphere)."""
    if arrays.metric == MATRIX:
        return arrays.matrix[place, unit]
    x = arrays.points[place, 0] - arrays.points[unit, 0]
    y = arrays.points[place, 1] - arrays.points[unit, 1]
    if arrays.metric == EUCLIDEAN:
        return math.sqrt(x * x + y * y)
    if arrays.metric == FLOOR_EUCLIDEAN:
        return math.floor(math.sqrt(x * x + y * y))
    z = arrays.points[place, 2] - arrays.points[unit, 2]
    half_chord = 0.5 * math.sqrt(x * x + y * y + z * z)
    return EARTH_DIAMETER_KM * math.asin(min(1.0, half_chord))


@kernel
def travel(arrays, place, unit):
    """Price of serving the unit from the place, with that of passing the travel limit."""
    d = distance(arrays, place, unit)
    price = (arrays.linear[unit] + arrays.squared[unit] * d) * d
    if d > arrays.limit:
        price += arrays.beyond
    return price
