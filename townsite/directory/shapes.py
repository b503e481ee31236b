"""Areas drawn on the map, as an address carries them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.tokens.near import FARTHEST_METRES, within_circle

MOST_POINTS = 500
Position = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """One parameter of the address with the condition it stands for."""

    name: str
    text: str
    condition: Condition
    says: str


def read_shapes(query: Mapping[str, str]) -> list[Shape]:
    """The shapes among the parameters `area`, `near` and `bbox`. Raises BadToken."""
    readers = {"area": _area, "near": _circle, "bbox": _box}
    return [read(query[name]) for name, read in readers.items() if query.get(name)]


def _area(text: str) -> Shape:
    """`lon,lat;lon,lat;…`: a ring, closed by itself."""
    ring = [_position(pair) for pair in text.split(";") if pair]
    if not 3 <= len(ring) <= MOST_POINTS or None in ring:  # noqa: PLR2004 - a ring has three corners
        raise BadToken(
            "This area cannot be read. An area is three to "
            f"{MOST_POINTS} corners: area=-84.4,33.7;-84.3,33.7;-84.3,33.8.",
        )
    corners = [corner for corner in ring if corner]
    wkt = ", ".join(f"{lon} {lat}" for lon, lat in [*corners, corners[0]])
    # A freehand ring may cross itself; made valid, it encloses what it was drawn around.
    polygon = "ST_MakeValid(ST_GeomFromText(%s, 4326))"
    sql = f"{SITE}.location && {polygon} AND ST_Intersects({polygon}, {SITE}.location)"
    value = f"POLYGON(({wkt}))"
    return Shape("area", text, Condition(sql, (value, value)), "Drawn area")


def _circle(text: str) -> Shape:
    """`lon,lat,metres`."""
    numbers = _numbers(text, 3)
    if numbers is None or not _is_position(numbers[0], numbers[1]) or numbers[2] <= 0:
        raise BadToken(
            "This circle cannot be read. Write near=-84.39,33.75,40000: longitude, latitude, metres."
        )
    lon, lat, metres = numbers
    reach = min(metres, FARTHEST_METRES)
    return Shape(
        "near", text, within_circle(lon, lat, reach), f"Within {reach / 1000:,.0f} km of a point"
    )


def _box(text: str) -> Shape:
    """`west,south,east,north` in degrees."""
    numbers = _numbers(text, 4)
    good = numbers and _is_position(*numbers[:2]) and _is_position(*numbers[2:])
    if numbers is None or not good or numbers[1] > numbers[3] or numbers[0] > numbers[2]:
        raise BadToken(
            "This box cannot be read. Write bbox=-85,33,-84,34: west, south, east, north in degrees."
        )
    sql = f"{SITE}.location && ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
    return Shape("bbox", text, Condition(sql, tuple(numbers)), "Map window")


def _position(text: str) -> Position | None:
    numbers = _numbers(text, 2)
    return (numbers[0], numbers[1]) if numbers and _is_position(*numbers) else None


def _is_position(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90  # noqa: PLR2004 - degrees


def _numbers(text: str, count: int) -> list[float] | None:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    return numbers if len(numbers) == count and all(map(math.isfinite, numbers)) else None
