"""`near:"Atlanta, GA"<50mi`: within a distance of a town, a ZIP code, a point or a site."""

import math
import re
from dataclasses import dataclass

from townsite.common.units import UNITS, to_metres
from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Token
from townsite.sites.gazetteer import find_place, find_postal_area

USUAL_METRES = to_metres(25, "mi")
# The shortest degree there is (along the equator's meridian), so that the box is never too small.
METRES_PER_DEGREE = 110_574.0
FARTHEST_METRES = to_metres(3_000, "mi")
_PARTS = re.compile(r"(.*?)(?:<=?\s*([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*([a-z]*))?", re.IGNORECASE)
_POINT = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]+)?)[,;\s]+(-?[0-9]{1,3}(?:\.[0-9]+)?)")


@dataclass(frozen=True)
class Circle:
    """A point in degrees and a radius in metres."""

    longitude: float
    latitude: float
    metres: float


def read_circle(value: Value) -> Circle:
    """The circle meant. Raises BadToken for an unknown place or distance."""
    found = _PARTS.fullmatch(value.text + value.tail)
    place, amount, unit = (
        (found[1].strip(), found[2], (found[3] or "mi").lower()) if found else ("", "", "")
    )
    if not place or unit not in UNITS:
        raise BadToken(
            f"“{value.text}{value.tail}” is no place with a distance. "
            'Write near:"Atlanta, GA"<50mi, near:30303<10km or near:33.75,-84.39<5mi.',
            suggestion='near:"Atlanta, GA"<50mi',
        )
    metres = to_metres(float(amount), unit) if amount else USUAL_METRES
    longitude, latitude = _locate(place)
    return Circle(longitude, latitude, min(metres, FARTHEST_METRES))


def _locate(text: str) -> tuple[float, float]:
    point = _POINT.fullmatch(text)
    if point and abs(float(point[1])) <= 90 and abs(float(point[2])) <= 180:  # noqa: PLR2004 - degrees
        return float(point[2]), float(point[1])
    found = find_postal_area(text) or find_place(text)
    if found is None:
        raise BadToken(
            f"No town or ZIP code “{text}” is known. Write the town with its state, like "
            'near:"Atlanta, GA"<50mi.',
        )
    return found.location.x, found.location.y


def within_circle(longitude: float, latitude: float, metres: float) -> Condition:
    """The box finds candidates by index; the distance on the spheroid decides."""
    half_height = metres / METRES_PER_DEGREE
    # Towards a pole a degree of longitude shrinks; past 89 degrees the box is the whole band.
    shrink = math.cos(math.radians(min(abs(latitude) + half_height, 89.0)))
    half_width = min(half_height / shrink, 360.0)
    box = (
        longitude - half_width,
        latitude - half_height,
        longitude + half_width,
        latitude + half_height,
    )
    return Condition(
        f"{SITE}.location && ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
        f" AND ST_DWithin({SITE}.location::geography, ST_MakePoint(%s, %s)::geography, %s)",
        (*box, longitude, latitude, metres),
    )


def _near(value: Value) -> Condition:
    circle = read_circle(value)
    return within_circle(circle.longitude, circle.latitude, circle.metres)


NEAR = Token("near", "Within a distance of a place", 'near:"Atlanta, GA"<50mi', _near)
