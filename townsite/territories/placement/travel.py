"""Estimated road distance and driving time, for one pair of points or ten million.

Pure: arrays in, arrays out; `travel_sql` is the same formula inside a set-based statement. The
estimate answers wherever no router does (R-12), and says so by its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from townsite.sites.great_circle import EARTH_RADIUS_M

Floats = NDArray[np.float64]
ESTIMATE = "estimate"
BANDS = ("short", "middle", "long")
SECONDS_PER_MINUTE = 60
METRES_PER_KM = 1000
# Bands of the same distance make a step; a millimetre keeps the slope finite.
LEAST_GAP_KM = 1e-6


class Bands(NamedTuple):
    """A value at the distances of short, middle and long drives; scalars, or one a territory."""

    short: Any
    middle: Any
    long: Any

    @classmethod
    def of(cls, amounts: Mapping[str, float]) -> "Bands":
        """From the value of a policy with the parts short, middle and long."""
        return cls(*(amounts[band] for band in BANDS))


class TravelPolicy(NamedTuple):
    """Policies `placement.travel_bands_km`, `.circuity` and `.assumed_speed_km_per_hour`."""

    km: Bands
    circuity: Bands
    km_per_hour: Bands


@dataclass(frozen=True)
class Travel:
    """Road distance in metres and driving time in minutes; NaN where a point is not known."""

    metres: Floats
    minutes: Floats


def great_circle_m(
    longitude: ArrayLike, latitude: ArrayLike, other_longitude: ArrayLike, other_latitude: ArrayLike
) -> Floats:
    """Metres between points in degrees (haversine formula); shapes broadcast."""
    x, y, other_x, other_y = (
        np.radians(np.asarray(each, dtype=float))
        for each in (longitude, latitude, other_longitude, other_latitude)
    )
    chord = np.sin((other_y - y) / 2) ** 2
    chord = chord + np.cos(y) * np.cos(other_y) * np.sin((other_x - x) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


def estimate(straight_m: ArrayLike, policy: TravelPolicy) -> Travel:
    """The estimate for straight-line distances (R-12): circuity and speed change evenly by band."""
    metres = np.asarray(straight_m, dtype=float)
    km = metres / METRES_PER_KM
    road = metres * _between(km, policy.km, policy.circuity)
    hours = road / METRES_PER_KM / _between(km, policy.km, policy.km_per_hour)
    return Travel(road, hours * SECONDS_PER_MINUTE)


def _between(km: Floats, at: Bands, value: Bands) -> Floats:
    """The value at `km`: flat before the first and after the last band, linear between them."""
    first = np.clip((km - at.short) / _gap(at.short, at.middle), 0, 1)
    second = np.clip((km - at.middle) / _gap(at.middle, at.long), 0, 1)
    rise, further = value.middle - value.short, value.long - value.middle
    return np.asarray(value.short + rise * first + further * second)


def _gap(lower: Any, upper: Any) -> Any:
    return np.maximum(np.asarray(upper) - np.asarray(lower), LEAST_GAP_KM)


def travel_sql(metres: str, prefix: str) -> tuple[str, str]:
    """SQL of road metres and minutes for the SQL of straight-line metres.

    `prefix` is where the nine policy columns are, for example "p." for `p.km_short`,
    `p.circuity_middle`, `p.km_per_hour_long`.
    """
    circuity = _between_sql(f"({metres}) / {METRES_PER_KM}.0", prefix, "circuity")
    speed = _between_sql(f"({metres}) / {METRES_PER_KM}.0", prefix, "km_per_hour")
    road = f"(({metres}) * {circuity})"
    return road, f"({road} / {METRES_PER_KM}.0 / {speed} * {SECONDS_PER_MINUTE})"


def straight_sql(one: str, other: str) -> str:
    """SQL of the great circle in metres between two points, on the same sphere as here."""
    return f"ST_DistanceSphere({one}, {other}) / 6371008.77141506 * {EARTH_RADIUS_M}"


def _between_sql(km: str, prefix: str, name: str) -> str:
    def share(lower: str, upper: str) -> str:
        gap = f"greatest({prefix}km_{upper} - {prefix}km_{lower}, {LEAST_GAP_KM})"
        return f"least(1, greatest(0, ({km} - {prefix}km_{lower}) / {gap}))"

    def rise(lower: str, upper: str) -> str:
        return f"({prefix}{name}_{upper} - {prefix}{name}_{lower}) * {share(lower, upper)}"

    return f"({prefix}{name}_short + {rise('short', 'middle')} + {rise('middle', 'long')})"
