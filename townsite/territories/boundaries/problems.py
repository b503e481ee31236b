"""What is wrong with the boundaries in force: overlaps are errors, gaps warnings (domain 4.3)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Unavailable
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.geometry import (
    THIN,
    Coverage,
    areas,
    is_thin,
    without_threads,
)
from townsite.territories.boundaries.units import states
from townsite.territories.models import MAIN_HIERARCHY_ID

ERROR, WARNING = "error", "warning"
LISTED_SITES = 20

# The same rule as the database's own, as far as the reader may see.
_OVERLAPS = f"""
WITH pairs AS MATERIALIZED (
    SELECT ta.code AS one, tb.code AS other,
           ST_CollectionExtract(ST_Intersection(a.geometry, b.geometry), 3) AS shape
    FROM territories_boundary a
    JOIN territories_territory ta ON ta.id = a.territory_id
    JOIN territories_boundary b ON b.geometry && a.geometry
    JOIN territories_territory tb ON tb.id = b.territory_id
    WHERE ta.code < tb.code AND ta.hierarchy_id = tb.hierarchy_id AND NOT (ta.path @> tb.path OR tb.path @> ta.path)
      AND ta.status <> 'inactive' AND tb.status <> 'inactive'
      AND {{moment}} AND ST_Relate(a.geometry, b.geometry, '2********')
)
SELECT one, other, ST_Area(shape::geography) / 1e6, ST_AsBinary(shape),
       ST_X(ST_PointOnSurface(shape)), ST_Y(ST_PointOnSurface(shape))
FROM pairs WHERE NOT ST_IsEmpty(ST_Buffer(shape, -{THIN!r})) ORDER BY 3 DESC
"""
_AT = "a.valid_during @> %(at)s::timestamptz AND b.valid_during @> %(at)s::timestamptz"
_OF = "a.valid_during && b.valid_during AND (a.id = ANY (%(ids)s::uuid[]) OR b.id = ANY (%(ids)s::uuid[]))"

# Shapes that are not stored yet, against each other and against those in force of other territories.
_MADE = f"""
WITH fresh AS MATERIALIZED (
    SELECT u.code, t.path, t.hierarchy_id, ST_GeomFromWKB(u.wkb, 4326) AS geometry
    FROM unnest(%(codes)s::text[], %(shapes)s::bytea[]) AS u(code, wkb)
    LEFT JOIN territories_territory t ON t.code = u.code
), peers AS (
    SELECT code, path, hierarchy_id, geometry, true AS is_fresh FROM fresh
    UNION ALL
    SELECT t.code, t.path, t.hierarchy_id, b.geometry, false FROM territories_boundary b
    JOIN territories_territory t ON t.id = b.territory_id
    WHERE b.valid_during @> %(at)s::timestamptz AND t.status <> 'inactive'
      AND t.code <> ALL (%(codes)s::text[])
), pairs AS MATERIALIZED (
    SELECT f.code AS one, p.code AS other,
           ST_CollectionExtract(ST_Intersection(f.geometry, p.geometry), 3) AS shape
    FROM fresh f JOIN peers p ON p.geometry && f.geometry
    WHERE (f.code < p.code OR NOT p.is_fresh)
      AND coalesce(f.hierarchy_id = p.hierarchy_id, true)
      AND NOT coalesce(f.path @> p.path OR p.path @> f.path, false)
      AND ST_Relate(f.geometry, p.geometry, '2********')
)
SELECT one, other, ST_Area(shape::geography) / 1e6, ST_AsBinary(shape),
       ST_X(ST_PointOnSurface(shape)), ST_Y(ST_PointOnSurface(shape))
FROM pairs WHERE NOT ST_IsEmpty(ST_Buffer(shape, -{THIN!r})) ORDER BY 3 DESC
"""

_WITHIN = f"""
SELECT g.place, ST_Area(g.shape::geography) / 1e6, ST_X(ST_PointOnSurface(g.shape)),
       ST_Y(ST_PointOnSurface(g.shape)), coalesce(s.sites, 0), coalesce(s.numbers, '{{}}')
FROM (SELECT ordinality AS place, ST_GeomFromWKB(wkb, 4326) AS shape
      FROM unnest(%s::bytea[]) WITH ORDINALITY AS u(wkb, ordinality)) g
LEFT JOIN LATERAL (
    SELECT count(*) AS sites, (array_agg(s.number ORDER BY s.number))[:{LISTED_SITES}] AS numbers
    FROM sites_site s WHERE s.status <> 'merged' AND s.location && g.shape
      AND ST_Intersects(g.shape, s.location)
) s ON true ORDER BY 2 DESC
"""


@dataclass(frozen=True)
class BoundaryProblem:
    """An overlap of two territories, or a gap that no territory covers."""

    kind: str
    severity: str
    codes: tuple[str, ...]
    area_km2: float
    shape: BaseGeometry
    point: tuple[float, float]
    sites: int = 0
    site_numbers: list[str] = field(default_factory=list)

    @property
    def says(self) -> str:
        """The problem in one sentence, with where it is."""
        lon, lat = self.point
        where = f"{self.area_km2:,.2f} km² near {lat:.4f}, {lon:.4f}"
        if self.kind == "overlap":
            return f"{self.codes[0]} and {self.codes[1]} overlap by {where}."
        return f"No territory covers {where}; {self.sites} sites lie there."

    def feature(self) -> dict[str, Any]:
        """The problem as a GeoJSON feature (RFC 7946)."""
        names = ("kind", "severity", "codes", "area_km2", "sites", "site_numbers", "says")
        return {
            "type": "Feature",
            "geometry": orjson.loads(shapely.to_geojson(shapely.set_precision(self.shape, 1e-6))),
            "properties": {name: getattr(self, name) for name in names},
        }


def overlaps_at(at: datetime) -> list[BoundaryProblem]:
    """Every overlap of two peers in force at `at`, the largest first. One statement."""
    return _overlaps(_OVERLAPS.format(moment=_AT), {"at": at})


def overlaps_of(boundary_ids: list[UUID]) -> list[BoundaryProblem]:
    """The overlaps of these boundaries with any peer's at any time. One statement."""
    return _overlaps(_OVERLAPS.format(moment=_OF), {"ids": boundary_ids})


def overlaps_made_by(shapes: Coverage, *, at: datetime) -> list[BoundaryProblem]:
    """The overlaps that there would be if territories took these valid shapes. One statement."""
    values = {
        "codes": list(shapes),
        "shapes": [bytes(shapely.to_wkb(shape)) for shape in shapes.values()],
        "at": at,
    }
    return _overlaps(_MADE, values)


def gaps_in(coverage: Coverage) -> list[BoundaryProblem]:
    """The ground that territories leave out, with the sites there. One statement.

    That is what they enclose, and the rest of each state that they cover in part.
    """
    whole = areas(shapely.union_all(list(coverage.values())))
    holes = [shapely.polygons(ring) for part in whole.geoms for ring in part.interiors]
    left = [shapely.difference(state, whole) for state in _states(whole)]
    return measured_gaps(without_threads(shapely.union_all([*holes, *left])))


def _states(whole: BaseGeometry) -> list[BaseGeometry]:
    """The states that the ground covers at least a part of; none without the atlas."""
    try:
        every = [unit.shape for unit in states().values()]
    except Unavailable:
        return []
    near = [each for each in every if shapely.intersects(each, whole)]
    return [each for each in near if not is_thin(shapely.intersection(each, whole))]


def measured_gaps(empty: BaseGeometry) -> list[BoundaryProblem]:
    """Each part of uncovered ground as a warning, the largest first. One statement."""
    parts = shapely.get_parts(empty)
    if not len(parts):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN, [[bytes(wkb) for wkb in shapely.to_wkb(parts)]])
        rows = cursor.fetchall()
    return [
        BoundaryProblem("gap", WARNING, (), area, parts[at - 1], (lon, lat), sites, list(numbers))
        for at, area, lon, lat, sites, numbers in rows
    ]


def boundary_problems(
    at: datetime, *, hierarchy_id: UUID = MAIN_HIERARCHY_ID
) -> list[BoundaryProblem]:
    """All overlaps, then the gaps of one hierarchy, in force at `at`. Three statements."""
    return [*overlaps_at(at), *gaps_in(coverage_at(at, hierarchy_id=hierarchy_id))]


def _overlaps(statement: str, values: dict[str, Any]) -> list[BoundaryProblem]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [
        BoundaryProblem("overlap", ERROR, (one, other), area, shapely.from_wkb(bytes(wkb)), (x, y))
        for one, other, area, wkb, x, y in rows
    ]
