"""Shapes as the boundary engine handles them: shapely polygons in degrees of WGS 84."""

from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid

# Every edit is computed on one grid, a hundredth of a metre on the ground, so that a border has
# the same points on both of its sides.
GRID = 1e-7
# What is thinner than this on both sides of its middle line, a fifth of a metre, is rounding.
THIN = 1e-6

Coverage = Mapping[str, BaseGeometry]
NOTHING = shapely.MultiPolygon()


def areas(shape: BaseGeometry) -> BaseGeometry:
    """The areas of any geometry as one multipolygon, without points and lines."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    kept = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.MultiPolygon(list(kept))


def is_thin(shape: BaseGeometry) -> bool:
    """Whether nothing of it is wider than rounding makes it."""
    return bool(shapely.is_empty(shapely.buffer(shape, -THIN, join_style="mitre")))


def without_threads(shape: BaseGeometry) -> BaseGeometry:
    """The areas that are wider than rounding."""
    parts = [part for part in shapely.get_parts(areas(shape)) if not is_thin(part)]
    return shapely.MultiPolygon(parts)


def differs(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes cover different ground, beyond rounding."""
    return not is_thin(shapely.symmetric_difference(one, other))


def dissolved(faces: Iterable[BaseGeometry]) -> BaseGeometry:
    """Faces of one noded drawing joined; their inner borders vanish."""
    return areas(shapely.coverage_union_all(np.array(list(faces), dtype=object)))


def to_geos(shape: BaseGeometry) -> MultiPolygon:
    """The shape as the database takes it. Raises Invalid when there is nothing left of it."""
    made = areas(shape)
    if made.is_empty:
        raise Invalid("A boundary cannot be empty. Close the territory instead.")
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(made)), srid=4326)
    if not isinstance(geometry, MultiPolygon):
        raise Invalid(f"A boundary is a polygon or multipolygon, not a {geometry.geom_type}.")
    return geometry


def from_geos(geometry: GEOSGeometry) -> BaseGeometry:
    """The shape for the engine."""
    return shapely.from_wkb(bytes(geometry.wkb))
