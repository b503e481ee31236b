"""Geometry out of TopoJSON, the format of the packaged atlases."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]
RING_POINTS = 4  # RFC 7946: a linear ring closes and has four positions or more


@dataclass(frozen=True)
class Shape:
    """Polygons as lists of rings, with the properties and id of the source."""

    id: str
    properties: dict[str, Any]
    polygons: list[list[Line]]


class Topology:
    """A decoded TopoJSON file; degrees of WGS 84 (TopoJSON 1.0 specification, section 2)."""

    def __init__(self, path: Path) -> None:
        self._source = json.loads(path.read_text())
        self.arcs = [self._decoded(arc) for arc in self._source["arcs"]]

    def shapes(self, name: str) -> Iterator[Shape]:
        """The polygons of one object; rings under four points are left out."""
        for geometry in self._source["objects"][name]["geometries"]:
            polygons = [kept for rings in _polygons(geometry) if (kept := self._rings(rings))]
            if polygons:
                yield Shape(str(geometry.get("id", "")), geometry.get("properties", {}), polygons)

    def lines(self, name: str) -> Iterator[Line]:
        """The lines of one object."""
        for geometry in self._source["objects"][name]["geometries"]:
            for line in _lines(geometry):
                yield self._joined(line)

    def borders(self, name: str, **having: str) -> Iterator[Line]:
        """Arcs that two shapes share: the inner borders, without coasts.

        `having` keeps only shapes with these properties.
        """
        count: dict[int, int] = {}
        for geometry in self._source["objects"][name]["geometries"]:
            if not having.items() <= geometry.get("properties", {}).items():
                continue
            rings = [ring for polygon in _polygons(geometry) for ring in polygon]
            used = {arc if arc >= 0 else ~arc for ring in rings for arc in ring}
            for arc in used:
                count[arc] = count.get(arc, 0) + 1
        return (self.arcs[arc] for arc, times in count.items() if times > 1)

    def _rings(self, rings: list[list[int]]) -> list[Line]:
        outer, *holes = [self._joined(ring) for ring in rings]
        return (
            [outer, *[hole for hole in holes if len(hole) >= RING_POINTS]]
            if len(outer) >= RING_POINTS
            else []
        )

    def _joined(self, arcs: list[int]) -> Line:
        points: Line = []
        for arc in arcs:
            part = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
            points.extend(part[1:] if points else part)
        return points

    def _decoded(self, arc: list[list[float]]) -> Line:
        transform = self._source.get("transform")
        if not transform:
            return [(p[0], p[1]) for p in arc]
        (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
        x = y = 0.0
        line: Line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((round(x * kx + dx, 5), round(y * ky + dy, 5)))
        return line


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def _lines(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "LineString":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiLineString" else []
