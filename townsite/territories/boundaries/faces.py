"""A drawing of borders taken apart into faces, so that both sides of a border stay the same line.

Cutting each territory by itself would round its new corners by itself and leave slivers. Here all
lines are noded together on one grid and every face gets an owner; territories are joined from
their faces again (planar overlay with snap rounding: Hobby 1999).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from townsite.territories.boundaries.geometry import GRID, Coverage, areas, dissolved, is_thin

NOBODY = ""


@dataclass(frozen=True)
class Face:
    """One piece of ground; `owner` is a territory's code, or NOBODY."""

    shape: BaseGeometry
    inside: BaseGeometry
    owner: str

    def of(self, owner: str) -> "Face":
        """The same ground with another owner."""
        return replace(self, owner=owner)


def faces_of(coverage: Coverage, lines: Sequence[BaseGeometry]) -> list[Face]:
    """The faces that the borders of the coverage and further lines cut the ground into.

    Faces thinner than rounding that nobody owns go to a neighbor: old slivers heal.
    """
    codes, shapes = list(coverage), [areas(shape) for shape in coverage.values()]
    noded = shapely.union_all([*shapely.boundary(shapes), *lines], grid_size=GRID)
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.point_on_surface(pieces)
    owners = [NOBODY] * len(pieces)
    for piece, shape in zip(*shapely.STRtree(shapes).query(inside, "intersects"), strict=True):
        owners[piece] = codes[shape]
    faces = [Face(*each) for each in zip(pieces, inside, owners, strict=True)]
    slivers = [face for face in faces if face.owner == NOBODY and is_thin(face.shape)]
    return inherited(faces, slivers, heirs=codes)


def inherited(faces: list[Face], given_up: list[Face], *, heirs: Iterable[str]) -> list[Face]:
    """The faces with those given up owned by the heir along their longest border.

    What no heir borders keeps its owner.
    """
    if not given_up:
        return faces
    gone = {id(face) for face in given_up}
    kept = joined([face for face in faces if id(face) not in gone])
    edges = {code: kept[code].boundary for code in heirs if code in kept}
    return [
        face.of(_nearest(face.shape, edges) or face.owner) if id(face) in gone else face
        for face in faces
    ]


def joined(faces: Iterable[Face]) -> dict[str, BaseGeometry]:
    """The shape of each owner's faces."""
    owned: dict[str, list[BaseGeometry]] = defaultdict(list)
    for face in faces:
        owned[face.owner].append(face.shape)
    return {owner: dissolved(shapes) for owner, shapes in owned.items() if owner != NOBODY}


def _nearest(shape: BaseGeometry, edges: dict[str, BaseGeometry]) -> str:
    lengths = {
        code: shapely.length(shapely.intersection(shape.boundary, edge))
        for code, edge in edges.items()
    }
    best = max(lengths, key=lambda code: lengths[code], default=NOBODY)
    return best if lengths.get(best) else NOBODY
