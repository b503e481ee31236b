"""An edit of boundaries as it comes from the map or a form: strokes, one after the other."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.exchange.checking import check_boundaries
from townsite.territories.boundaries.exchange.reading import read_boundaries
from townsite.territories.boundaries.exchange.storing import stored
from townsite.territories.boundaries.geometry import areas
from townsite.territories.boundaries.growing import grown_from_sites
from townsite.territories.boundaries.strokes import (
    Cut,
    Give,
    Lay,
    MoveBorder,
    Reshape,
    Stroke,
)
from townsite.territories.boundaries.units import UnitKind, units_named

MOST_STROKES = 200
MOST_POINTS = 5_000
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Edit:
    """Strokes over the boundaries in force, and the territories that they may not touch."""

    strokes: list[Stroke] = field(default_factory=list)
    locked: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str | bytes, *, at: datetime) -> "Edit":
        """The edit of `{"strokes": […], "locked": […]}` at a moment. Raises Invalid naming what is wrong."""
        try:
            given = orjson.loads(text)
            strokes, locked = list(given.get("strokes", [])), list(given.get("locked", []))
        except (ValueError, AttributeError, TypeError) as error:
            raise Invalid("This edit cannot be read. Reload the page and try again.") from error
        if len(strokes) > MOST_STROKES:
            raise Invalid(f"Save first: an edit has at most {MOST_STROKES} strokes.")
        return cls([read_stroke(each, at=at) for each in strokes], frozenset(map(str, locked)))

    def changed(self, *, at: datetime) -> dict[str, BaseGeometry]:
        """The new shape of every territory that the strokes change. Raises Invalid."""
        before = coverage_at(at)
        after = self.applied(before)
        return {code: shape for code, shape in after.items() if shape is not before.get(code)}

    def applied(self, coverage: Mapping[str, BaseGeometry]) -> Mapping[str, BaseGeometry]:
        """The coverage after all strokes."""
        for stroke in self.strokes:
            coverage = stroke.on(coverage, locked=self.locked)
        return coverage


def read_stroke(given: Given, *, at: datetime) -> Stroke:
    """The stroke of its JSON at a moment. Raises Invalid for an unknown kind or what it lacks."""
    kind = given.get("kind") if isinstance(given, Mapping) else None
    if kind not in _KINDS:
        raise Invalid(f"There is no stroke “{kind}”. Use one of {', '.join(_KINDS)}.")
    try:
        return _KINDS[kind](given, at)
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


def _assemble(given: Given, at: datetime) -> Stroke:
    """Territories made of units, from rows of territory and unit."""
    return assembled(UnitKind(given["unit"]), [(str(to), str(code)) for to, code in given["rows"]])


def assembled(kind: UnitKind, rows: Collection[tuple[str, str]]) -> Lay:
    """The stroke that lays each territory over exactly its units.

    Raises Invalid naming unknown units, and units that two territories are given.
    """
    units = units_named(kind, [code for _, code in rows])
    takers: dict[str, str] = {}
    twice = []
    for to, code in rows:
        unit = units[code.strip()].code
        if takers.setdefault(unit, to) != to:
            twice.append(f"{code} ({takers[unit]} and {to})")
    if twice:
        raise Invalid(f"Given to two territories: {', '.join(twice[:10])}.")
    made: dict[str, list[BaseGeometry]] = {}
    for to, code in rows:
        made.setdefault(to, []).append(units[code.strip()].shape)
    return Lay({to: areas(shapely.union_all(shapes)) for to, shapes in made.items()})


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
