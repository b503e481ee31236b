"""Figures of the territories on the map: one row for each that has a shape at the moment."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.common import clock
from townsite.territories.as_of import OVER_SHAPES_THEN, PATHS_THEN, WAS
from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.territories.placement.candidates import candidates_at

_FIGURES = """
{before}
SELECT t.code, {name}, t.level, {kind}, t.membership, t.color_index,
       coalesce(m.holder_label, '') AS manager, coalesce(top.code, '') AS group_code,
       coalesce(top.name, '') AS group_name, b.version,
       ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box), b.km2,
       coalesce(own.sites, 0), coalesce(own.revenue, 0), coalesce(own.tier_1, 0),
       coalesce(own.poor, 0), coalesce(own.by_type, '{{}}')
FROM territories_territory t
JOIN LATERAL (
    SELECT version, Box2D(geometry) AS box, ST_Area(geometry::geography, false) / 1e6 AS km2
    FROM territories_boundary WHERE territory_id = t.id AND valid_during @> %(at)s::timestamptz
) b ON true
{placed}
LEFT JOIN territories_post m ON m.territory_id = t.id AND m.role = 'manager'
    AND m.valid_during @> %(at)s::timestamptz
LEFT JOIN (
    SELECT territory_id, sum(n)::integer AS sites, sum(revenue) AS revenue,
           sum(tier_1)::integer AS tier_1, sum(poor)::integer AS poor,
           jsonb_object_agg(facility_type, n) AS by_type
    FROM (
        SELECT {territory} AS territory_id, s.facility_type, count(*) AS n,
               sum(s.annual_revenue_cents) AS revenue,
               count(*) FILTER (WHERE s.tier = '1') AS tier_1,
               count(*) FILTER (WHERE s.health = 'poor') AS poor
        FROM {sites} WHERE s.status <> 'merged' AND {territory} IS NOT NULL GROUP BY 1, 2
    ) by_type GROUP BY territory_id
) own ON own.territory_id = t.id
WHERE t.hierarchy_id = %(hierarchy)s AND {innermost}
ORDER BY top.name NULLS FIRST, t.code
"""
_NOW = {
    "before": "",
    "name": "t.name",
    "kind": "t.kind",
    "placed": "LEFT JOIN territories_territory top"
    " ON top.path = subpath(t.path, 0, 1) AND top.id <> t.id",
    "innermost": """t.status <> 'inactive' AND NOT EXISTS (
    SELECT 1 FROM territories_boundary inner_b
    JOIN territories_territory inner_t ON inner_t.id = inner_b.territory_id
    WHERE inner_t.path <@ t.path AND inner_t.id <> t.id AND inner_t.status <> 'inactive'
      AND inner_b.valid_during @> %(at)s::timestamptz)""",
}
_THEN = {
    "before": f"WITH RECURSIVE {PATHS_THEN}, {WAS}, {OVER_SHAPES_THEN}",
    "name": "coalesce(was.name, t.name)",
    "kind": "coalesce(was.kind, t.kind)",
    "placed": "JOIN paths ON paths.id = t.id LEFT JOIN was ON was.territory_id = t.id"
    " LEFT JOIN territories_territory top"
    " ON top.code = split_part(paths.path, '.', 1) AND top.id <> t.id",
    "innermost": "coalesce(was.status, t.status) <> 'inactive'"
    " AND t.id NOT IN (SELECT id FROM over_shapes)",
}
_OF_ROWS = {"territory": "s.territory_id", "sites": "sites_site s"}
_OF_ASSIGNMENTS = {
    "territory": "a.territory_id",
    "sites": "sites_site s JOIN territories_assignment a ON a.site_id = s.id"
    " AND a.kind = 'primary' AND a.hierarchy_id = %(hierarchy)s"
    " AND a.valid_during @> %(sites_at)s::timestamptz",
}


@dataclass(frozen=True)
class Figures:
    """What the map, its list and its table tell of one territory.

    `load_percent` is its weighted sites against its limit (R-07), known for the present only.
    """

    code: str
    name: str
    level: str
    kind: str
    membership: str
    color_index: int
    manager: str
    group_code: str
    group_name: str
    version: int
    bounds: tuple[float, float, float, float]
    area_km2: float
    sites: int
    revenue_cents: int
    tier_1: int
    poor: int
    by_type: dict[str, int]
    load_percent: float | None = None

    @property
    def tier_1_percent(self) -> int:
        """Share of its sites in tier 1, in percent."""
        return round(100 * self.tier_1 / self.sites) if self.sites else 0

    @property
    def poor_percent(self) -> int:
        """Share of its sites in poor health, in percent."""
        return round(100 * self.poor / self.sites) if self.sites else 0


def territory_figures(
    at: datetime,
    *,
    past: bool = False,
    sites_now: bool = False,
    hierarchy_id: UUID = MAIN_HIERARCHY_ID,
) -> list[Figures]:
    """The figures of every innermost shape of the hierarchy at `at`, by region and code.

    With `past` names, places and sites are those of that moment; with `sites_now` the sites are
    those assigned now. One statement, and four more for the loads of the present.
    """
    is_main = hierarchy_id == MAIN_HIERARCHY_ID
    by_row = is_main and (sites_now or not past)
    parts = (_THEN if past else _NOW) | (_OF_ROWS if by_row else _OF_ASSIGNMENTS)
    sites_at = clock.now() if sites_now else at
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"at": at, "sites_at": sites_at, "hierarchy": hierarchy_id}
        cursor.execute(_FIGURES.format(**parts), given)
        rows = cursor.fetchall()
    loads = {} if past else _loads(at, hierarchy_id)
    return [_figures(row, loads) for row in rows]


def _figures(row: tuple[Any, ...], loads: dict[str, float]) -> Figures:
    code, name, level, kind, membership, color, manager, group, group_name, version = row[:10]
    west, south, east, north, area, sites, revenue, tier_1, poor, by_type = row[10:]
    return Figures(
        code,
        name,
        level,
        kind,
        membership,
        color,
        manager,
        group,
        group_name,
        version,
        (west, south, east, north),
        area,
        sites,
        int(revenue),
        tier_1,
        poor,
        json.loads(by_type) if isinstance(by_type, str) else by_type,
        loads.get(code),
    )


def _loads(at: datetime, hierarchy_id: UUID) -> dict[str, float]:
    """Weighted sites in percent of the limit, by code."""
    found = candidates_at(at, hierarchy_id=hierarchy_id)
    return {
        row.code: round(100 * float(units / limit), 1)
        for row, units, limit in zip(found.rows, found.loads.units, found.limit, strict=True)
        if limit
    }
