"""What a person can do to a map of boundaries, one stroke at a time.

Each stroke answers the whole coverage after it; what the others keep is left as it was. A locked
territory neither gains nor loses. Strokes change who has which ground, never how much is covered,
unless they say so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import shapely
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.faces import NOBODY, Face, faces_of, inherited, joined
from townsite.territories.boundaries.geometry import (
    NOTHING,
    THIN,
    Coverage,
    differs,
    is_thin,
)

# A line snapped to a border may end a rounding short of it: it is drawn on by a meter.
REACH = 1e-5


class Stroke(Protocol):
    """One edit of a coverage."""

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        """The coverage afterwards. Raises Invalid when the stroke changes nothing or may not."""
        ...


@dataclass(frozen=True)
class Sparing:
    """A stroke with territories that were locked when it was drawn; later locks leave it alone."""

    stroke: Stroke
    locked: frozenset[str]

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        return self.stroke.on(coverage, locked=self.locked | set(locked))


@dataclass(frozen=True)
class Give:
    """The ground within an area goes to a territory, taken from those who have it.

    `empty_too` claims ground that nobody has as well.
    """

    area: BaseGeometry
    to: str
    empty_too: bool = False

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        refuse_locked(self.to, locked=locked)
        near = touching(coverage, self.area) | {self.to: coverage.get(self.to, NOTHING)}
        faces = faces_of(near, [self.area.boundary])
        shapely.prepare(self.area)
        takes = {*near, NOBODY} if self.empty_too else {*near}
        moved = [
            face.of(self.to)
            if face.owner in takes
            and face.owner not in locked
            and shapely.contains(self.area, face.inside)
            else face
            for face in faces
        ]
        return changed_by(coverage, moved, near)


@dataclass(frozen=True)
class Reshape:
    """A territory takes exactly this shape, and its neighbors follow.

    They give what it gains. What it gives up goes to the neighbor along the longest border; where
    no neighbor can take it, it stays.
    """

    code: str
    shape: BaseGeometry

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        refuse_locked(self.code, locked=locked)
        own = _shape(coverage, self.code)
        # One that gave all its ground away touches nothing, and still takes the shape.
        near = touching(coverage, shapely.union(self.shape, own)) | {self.code: own}
        faces = faces_of(near, [self.shape.boundary])
        shapely.prepare(self.shape)
        gained = [
            face.of(self.code)
            if face.owner not in locked and shapely.contains(self.shape, face.inside)
            else face
            for face in faces
        ]
        left = [
            f for f in gained if f.owner == self.code and not shapely.contains(self.shape, f.inside)
        ]
        heirs = [code for code in near if code != self.code and code not in locked]
        return changed_by(coverage, inherited(gained, left, heirs=heirs), near)


@dataclass(frozen=True)
class MoveBorder:
    """The border between two territories follows a drawn line: what it cuts off changes hands.

    Of each part that the line cuts, the largest piece stays; the others go to the other territory
    if they border on it.
    """

    one: str
    other: str
    line: BaseGeometry

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        refuse_locked(self.one, self.other, locked=locked)
        pair = {code: _shape(coverage, code) for code in (self.one, self.other)}
        if not shapely.dwithin(*pair.values(), THIN):
            raise Invalid(f"{self.one} and {self.other} have no border with each other.")
        line = _drawn_on(self.line)
        faces = faces_of(pair, [line])
        moved = faces
        for giver, taker in ((self.one, self.other), (self.other, self.one)):
            pieces = [
                f
                for f in _cut_off(faces, giver, line)
                if shapely.dwithin(f.shape, pair[taker], THIN)
            ]
            moved = inherited(moved, pieces, heirs=[taker])
        return changed_by(coverage, moved, pair)


@dataclass(frozen=True)
class Cut:
    """A line cuts a territory; all but the largest piece go to another, new or with a shape."""

    code: str
    line: BaseGeometry
    to: str

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        refuse_locked(self.code, self.to, locked=locked)
        if self.code == self.to:
            raise Invalid("Choose another territory for the piece that is cut off.")
        pair = {self.code: _shape(coverage, self.code), self.to: coverage.get(self.to, NOTHING)}
        line = _drawn_on(self.line)
        faces = faces_of(pair, [line])
        gone = {id(face) for face in _cut_off(faces, self.code, line)}
        moved = [face.of(self.to) if id(face) in gone else face for face in faces]
        return changed_by(coverage, moved, pair)


def _cut_off(faces: list[Face], code: str, line: BaseGeometry) -> list[Face]:
    """The pieces along the line, without the largest of each stretch they were cut from."""
    cut = [f for f in faces if f.owner == code and not is_thin(f.shape)]
    cut = [
        f
        for f in cut
        if shapely.length(shapely.intersection(f.shape.boundary, shapely.buffer(line, THIN)))
        > REACH
    ]
    whole = shapely.get_parts(shapely.union_all([f.shape for f in cut]))
    found: list[Face] = []
    for part in whole:
        pieces = [f for f in cut if shapely.intersects(part, f.inside)]
        pieces.sort(key=lambda f: f.shape.area)
        found += pieces[:-1]
    return found


def changed_by(coverage: Coverage, faces: list[Face], near: Coverage) -> Coverage:
    """The coverage with the shapes that really changed. Raises Invalid when none did."""
    after = joined(faces)
    new = {code: after.get(code, NOTHING) for code in near}
    changed = {c: s for c, s in new.items() if differs(s, coverage.get(c, NOTHING))}
    if not changed:
        raise Invalid("This changes nothing: no ground that may move lies there.")
    return {**coverage, **changed}


def touching(coverage: Coverage, area: BaseGeometry) -> dict[str, BaseGeometry]:
    return {code: shape for code, shape in coverage.items() if shapely.dwithin(shape, area, THIN)}


def _shape(coverage: Coverage, code: str) -> BaseGeometry:
    if code not in coverage:
        raise Invalid(f"{code} has no boundary yet. Give it an area first.")
    return coverage[code]


def refuse_locked(*codes: str, locked: Collection[str]) -> None:
    for code in codes:
        if code in locked:
            raise Invalid(f"{code} is locked. Unlock it to change its boundary.")


def _drawn_on(line: BaseGeometry) -> BaseGeometry:
    """The line, each end drawn on in its direction by REACH."""
    points = shapely.get_coordinates(line)
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        raise Invalid("A line has two points or more.")

    def beyond(end: int, before: int) -> list[float]:
        step = points[end] - points[before]
        length = float((step**2).sum() ** 0.5) or 1.0
        return list(points[end] + step / length * REACH)

    return shapely.linestrings([beyond(0, 1), *points.tolist(), beyond(-1, -2)])
