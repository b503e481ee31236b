"""Laying whole shapes over a coverage: from units, from a file, grown from sites."""

from collections.abc import Collection
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.faces import NOBODY, faces_of
from townsite.territories.boundaries.geometry import NOTHING, Coverage, areas
from townsite.territories.boundaries.strokes import changed_by, refuse_locked, touching
from townsite.territories.boundaries.units import UnitKind, units_named


@dataclass(frozen=True)
class Lay:
    """Territories take exactly these shapes, drawn beforehand; the others keep the rest.

    Ground that they had and no shape covers is nobody's afterwards: a gap, told by the preview.
    """

    shapes: Coverage

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        refuse_locked(*self.shapes, locked=locked)
        codes, shapes = list(self.shapes), list(self.shapes.values())
        if not codes:
            raise Invalid("There is nothing to draw: no territory got a shape.")
        near = {**touching(coverage, shapely.union_all(shapes))}
        near |= {code: coverage.get(code, NOTHING) for code in codes}
        faces = faces_of(near, [areas(shape).boundary for shape in shapes])
        inside = [face.inside for face in faces]
        taker = dict(zip(*shapely.STRtree(shapes).query(inside, "intersects"), strict=True))
        moved = [
            face
            if face.owner in locked
            else face.of(codes[taker[at]])
            if at in taker
            else face.of(NOBODY)
            if face.owner in self.shapes
            else face
            for at, face in enumerate(faces)
        ]
        return changed_by(coverage, moved, near)


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
