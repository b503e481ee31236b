"""Filters by place: `near:"Atlanta, GA"<50mi`, an area drawn on the map, the map's own window.

The box test comes first and can use the index under row-level security; the exact one follows.
"""

import math
import re
from datetime import datetime

from townsite.common.errors import Invalid
from townsite.common.units import METRES_PER_KM, METRES_PER_MILE
from townsite.directory.conditions import Condition
from townsite.directory.errors import SearchProblem
from townsite.directory.filters.base import Filter
from townsite.sites.gazetteer import find_place, find_postal_area

NEAR = re.compile(r'^"?([^"<]+?)"?\s*(?:<\s*(\d+(?:\.\d+)?)\s*(mi|km|m)?)?$', re.IGNORECASE)
POINT = re.compile(r"^(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)$")
USUAL_MILES = 25
FARTHEST_METRES = 20_037_508  # half of the Earth's circumference
EARTH_RADIUS_METRES = 6_371_008.8  # mean radius, IUGG
MOST_CORNERS = 500
UNITS = {"mi": METRES_PER_MILE, "km": METRES_PER_KM, "m": 1.0}


def within(longitude: float, latitude: float, metres: float) -> Condition:
    """Sites at most `metres` from a point, on the sphere."""
    reach = math.degrees(metres / EARTH_RADIUS_METRES)
    widest = max(math.cos(math.radians(min(abs(latitude) + reach, 89.9))), 0.01)
    aside = min(reach / widest, 360.0)
    point = "ST_SetSRID(ST_MakePoint(%s, %s), 4326)"
    return Condition(
        "s.location && ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
        f" AND ST_DistanceSphere(s.location, {point}) <= %s",
        [
            longitude - aside, latitude - reach, longitude + aside, latitude + reach,
            longitude, latitude, metres,
        ],
    )  # fmt: skip


def build_near(text: str, _: datetime) -> Condition:
    """Around a town, ZIP code or `latitude,longitude`; 25 miles unless said otherwise."""
    match = NEAR.match(text.strip())
    if match is None:
        raise SearchProblem(f"near:{text}", 'Write it like near:"Atlanta, GA"<50mi.')
    where = match[1].strip()
    metres = float(match[2] or USUAL_MILES) * UNITS[(match[3] or "mi").lower()]
    longitude, latitude = _point(where, text)
    return within(longitude, latitude, min(metres, FARTHEST_METRES))


def _point(where: str, text: str) -> tuple[float, float]:
    given = POINT.match(where)
    if given and abs(float(given[1])) <= 90 and abs(float(given[2])) <= 180:  # noqa: PLR2004 - degrees
        return float(given[2]), float(given[1])
    found = find_postal_area(where) or find_place(where)
    if found is None:
        raise SearchProblem(f"near:{text}", f"No town or ZIP code “{where}” is known.")
    return found.location.x, found.location.y


def area(text: str) -> Condition:
    """Inside a ring `lon,lat;lon,lat;…` as the map writes it. Raises Invalid otherwise."""
    corners = [_pair(part, text) for part in text.split(";") if part.strip()]
    if not 3 <= len(corners) <= MOST_CORNERS:  # noqa: PLR2004 - a ring needs three corners
        raise Invalid(f"An area has 3 to {MOST_CORNERS} corners; this one has {len(corners)}.")
    ring = ", ".join(f"{lon} {lat}" for lon, lat in [*corners, corners[0]])
    # A ring drawn across itself is mended as people see it, not refused.
    shape = "ST_MakeValid(ST_GeomFromText(%s, 4326))"
    polygon = f"POLYGON(({ring}))"
    return Condition(
        f"s.location && {shape} AND ST_Intersects({shape}, s.location)", [polygon, polygon]
    )


def circle(text: str) -> Condition:
    """Inside `lon,lat,metres` as the map writes it. Raises Invalid otherwise."""
    numbers = _numbers(text, 3, "near=longitude,latitude,metres")
    _pair(f"{numbers[0]},{numbers[1]}", text)
    return within(numbers[0], numbers[1], min(abs(numbers[2]), FARTHEST_METRES))


def box(text: str) -> Condition:
    """Inside `west,south,east,north`. Raises Invalid otherwise."""
    west, south, east, north = _numbers(text, 4, "bbox=west,south,east,north")
    return Condition(
        "s.location && ST_MakeEnvelope(%s, %s, %s, %s, 4326)", [west, south, east, north]
    )


def _pair(part: str, whole: str) -> tuple[float, float]:
    longitude, latitude = _numbers(part, 2, "longitude,latitude;longitude,latitude;…")
    if abs(longitude) > 180 or abs(latitude) > 90:  # noqa: PLR2004 - degrees
        raise Invalid(f"“{part}” in “{whole[:60]}” lies outside the Earth.")
    return longitude, latitude


def _numbers(text: str, count: int, form: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(math.isfinite(n) for n in numbers):
        raise Invalid(f"“{text[:60]}” cannot be read; write it as {form}.")
    return numbers


PLACE_FILTERS = [Filter("near", "Near", 'near:"Atlanta, GA"<50mi', build_near)]
