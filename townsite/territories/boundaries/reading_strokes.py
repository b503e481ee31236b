"""Reading strokes from JSON, each kind with the parts it needs."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.exchange.checking import check_boundaries
from townsite.territories.boundaries.exchange.reading import read_boundaries
from townsite.territories.boundaries.exchange.storing import stored
from townsite.territories.boundaries.geometry import areas
from townsite.territories.boundaries.growing import grown_from_sites
from townsite.territories.boundaries.laying import Lay, assembled
from townsite.territories.boundaries.site_ground import ground_of_sites
from townsite.territories.boundaries.strokes import (
    Cut,
    Give,
    MoveBorder,
    Reshape,
    Sparing,
    Stroke,
)
from townsite.territories.boundaries.units import UnitKind, units_named

MOST_POINTS = 5_000
Given = Mapping[str, Any]


def read_stroke(given: Given, *, at: datetime) -> Stroke:
    """The stroke of its JSON at a moment; `locked` names territories that it spares.

    Raises Invalid for an unknown kind or what it lacks.
    """
    kind = given.get("kind") if isinstance(given, Mapping) else None
    if kind not in _KINDS:
        raise Invalid(f"There is no stroke “{kind}”. Use one of {', '.join(_KINDS)}.")
    try:
        stroke, locked = _KINDS[kind](given, at), given.get("locked", ())
        return Sparing(stroke, frozenset(map(str, locked))) if locked else stroke
    except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise Invalid(f"This {kind} stroke lacks a part or has a wrong one: {error}.") from error


def _give(given: Given, at: datetime) -> Stroke:
    return Give(_ring(given["ring"]), str(given["to"]), bool(given.get("empty_too", False)))


def _reshape(given: Given, at: datetime) -> Stroke:
    shape = shapely.from_geojson(orjson.dumps(given["shape"]))
    return Reshape(str(given["code"]), areas(shapely.make_valid(shape)))


def _move_border(given: Given, at: datetime) -> Stroke:
    return MoveBorder(str(given["one"]), str(given["other"]), _line(given["line"]))


def _cut(given: Given, at: datetime) -> Stroke:
    return Cut(str(given["code"]), _line(given["line"]), str(given["to"]))


def _units(given: Given, at: datetime) -> Stroke:
    """Counties and the like: their ground, also where nobody had it."""
    return units_given(UnitKind(given["unit"]), [str(c) for c in given["codes"]], str(given["to"]))


def _sites(given: Given, at: datetime) -> Stroke:
    """Sites picked from a table, with the ground that is nearest to them."""
    return ground_of_sites([str(each) for each in given["numbers"]], str(given["to"]), at=at)


def _assemble(given: Given, at: datetime) -> Stroke:
    """Territories made of units, from rows of territory and unit."""
    return assembled(UnitKind(given["unit"]), [(str(to), str(code)) for to, code in given["rows"]])


def _grow(given: Given, at: datetime) -> Stroke:
    codes = given.get("codes")
    grown = grown_from_sites(at, codes=[str(each) for each in codes] if codes else None)
    return Lay(grown.shapes)


def _file(given: Given, at: datetime) -> Stroke:
    """The usable rows of an uploaded file."""
    source = read_boundaries(stored(str(given["file"])))
    return Lay(check_boundaries(source, column=str(given["column"])).shapes())


def units_given(kind: UnitKind, codes: Collection[str], to: str) -> Give:
    """The stroke that gives units to a territory. Raises Invalid naming unknown codes."""
    units = units_named(kind, codes)
    if not units:
        raise Invalid(f"Name at least one of the {kind.label.lower()}.")
    return Give(areas(shapely.union_all([unit.shape for unit in units.values()])), to, True)


_KINDS: dict[str, Callable[[Given, datetime], Stroke]] = {
    "give": _give,
    "reshape": _reshape,
    "move_border": _move_border,
    "cut": _cut,
    "units": _units,
    "sites": _sites,
    "assemble": _assemble,
    "grow": _grow,
    "file": _file,
}


def _ring(points: Any) -> BaseGeometry:
    # A freehand ring may cross itself; made valid, it encloses what it was drawn around.
    ring = shapely.Polygon(_points(points))
    return areas(shapely.make_valid(ring))


def _line(points: Any) -> BaseGeometry:
    return shapely.LineString(_points(points))


def _points(points: Any) -> list[tuple[float, float]]:
    if len(points) > MOST_POINTS:
        raise Invalid(f"A drawing has at most {MOST_POINTS} points; this one has {len(points)}.")
    pairs = [(float(lon), float(lat)) for lon, lat in points]
    wrong = next((p for p in pairs if not (abs(p[0]) <= 180 and abs(p[1]) <= 90)), None)  # noqa: PLR2004 - degrees
    if wrong:
        raise Invalid(f"{wrong} is no point on earth: longitude, latitude in degrees.")
    return pairs
