"""Plausible points: between a ZIP point and its neighbours, so on land and in the state."""

from math import hypot
from random import Random

from demo.geography import KM_PER_DEGREE, Zip

# Sites cluster within walking distance of the way between two post offices.
FARTHEST_KM = 4.0
LARGEST_SHARE = 0.45
SCATTER_KM = 0.35


def point_in(area: Zip, rng: Random) -> tuple[float, float]:
    """A (longitude, latitude) with six decimals in the area, nearer to it than to another state."""
    east, north = _towards_neighbour(area, rng)
    east += rng.gauss(0, SCATTER_KM)
    north += rng.gauss(0, SCATTER_KM)
    length = hypot(east, north)
    shrink = min(1.0, area.margin_km / length) if length else 1.0
    longitude = area.longitude + east * shrink / area.km_per_degree_east
    latitude = area.latitude + north * shrink / KM_PER_DEGREE
    return round(longitude, 6), round(latitude, 6)


def _towards_neighbour(area: Zip, rng: Random) -> tuple[float, float]:
    """Kilometers east and north, part of the way to a neighbouring ZIP point.

    The sea and the lakes lie beyond the outermost ZIP points, hardly ever between two.
    """
    if not area.neighbours:
        return 0.0, 0.0
    other = area.neighbours[int(rng.random() * len(area.neighbours))]
    east = (other.longitude - area.longitude) * area.km_per_degree_east
    north = (other.latitude - area.latitude) * KM_PER_DEGREE
    share = min(LARGEST_SHARE, FARTHEST_KM / max(hypot(east, north), 0.001)) * rng.random()
    return east * share, north * share
