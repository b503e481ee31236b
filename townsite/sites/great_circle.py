"""Distance on the sphere; good to 0.5 %, which is enough for checks and demonstrations."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius, GRS 80


def distance_m(
    longitude: float, latitude: float, other_longitude: float, other_latitude: float
) -> float:
    """Metres between two points in degrees (haversine formula)."""
    half_dlat = radians(other_latitude - latitude) / 2
    half_dlon = radians(other_longitude - longitude) / 2
    chord = (
        sin(half_dlat) ** 2
        + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(half_dlon) ** 2
    )
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))
