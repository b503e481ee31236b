"""Figures of the territories on the map: one row for each that has a shape at the moment."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.common import clock
from townsite.territories.as_of import CHANGED_SINCE, OVER_SHAPES_THEN, PATHS_THEN, WAS
from townsite.territories.measures import UNKNOWN, Measures, measures_at
from townsite.territories.models import MAIN_HIERARCHY_ID

_FIGURES = """
{before}
SELECT t.code, {name}, t.level, {kind}, t.membership, t.color_index,
       coalesce(m.holder_label, '') AS manager, coalesce(top.code, '') AS group_code,
       coalesce(top.name, '') AS group_name, b.version,
       ST_XMin(b.box), ST_YMin(b.box), ST_XMax(b.box), ST_YMax(b.box), b.km2,
       coalesce(own.sites, 0), coalesce(own.revenue, 0), coalesce(own.tier_1, 0),
       coalesce(own.tier_2, 0), coalesce(own.tier_3, 0), coalesce(own.poor, 0),
       coalesce(own.by_type, '{{}}'), coalesce(broken.violations, 0)
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
           sum(tier_1)::integer AS tier_1, sum(tier_2)::integer AS tier_2,
           sum(tier_3)::integer AS tier_3, sum(poor)::integer AS poor,
           jsonb_object_agg(facility_type, n) FILTER (WHERE n > 0) AS by_type
    FROM ({by_type}) by_type GROUP BY territory_id
) own ON own.territory_id = t.id
LEFT JOIN (
    SELECT territory_id, count(*) AS violations FROM territories_ruleviolation
    WHERE valid_during @> %(at)s::timestamptz GROUP BY territory_id
) broken ON broken.territory_id = t.id
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
_COUNTED = """
    SELECT {territory} AS territory_id, s.facility_type, sum({sign})::integer AS n,
           sum({sign} * s.annual_revenue_cents) AS revenue,
           coalesce(sum({sign}) FILTER (WHERE s.tier = '1'), 0) AS tier_1,
           coalesce(sum({sign}) FILTER (WHERE s.tier = '2'), 0) AS tier_2,
           coalesce(sum({sign}) FILTER (WHERE s.tier = '3'), 0) AS tier_3,
           coalesce(sum({sign}) FILTER (WHERE s.health = 'poor'), 0) AS poor
    FROM {sites} WHERE s.status <> 'merged' AND {territory} IS NOT NULL GROUP BY 1, 2
"""
_ROWS_NOW = _COUNTED.format(territory="s.territory_id", sign="1", sites="sites_site s")
_CHANGES = _COUNTED.format(
    territory="c.territory_id",
    sign="c.sign",
    sites=f"({CHANGED_SINCE}) c JOIN sites_site s ON s.id = c.site_id",
)
# As in the tree: what is now, less what came since, and what went since again.
_ROWS_THEN = f"""
    SELECT territory_id, facility_type, sum(n)::integer AS n, sum(revenue) AS revenue,
           sum(tier_1) AS tier_1, sum(tier_2) AS tier_2, sum(tier_3) AS tier_3,
           sum(poor) AS poor
    FROM ({_ROWS_NOW} UNION ALL {_CHANGES}) counted GROUP BY 1, 2
"""
_FURTHER = _COUNTED.format(
    territory="a.territory_id",
    sign="1",
    sites="sites_site s JOIN territories_assignment a ON a.site_id = s.id"
    " AND a.kind = 'primary' AND a.hierarchy_id = %(hierarchy)s"
    " AND a.valid_during @> %(sites_at)s::timestamptz",
)


@dataclass(frozen=True)
class Figures:
    """What the map, its list and its table tell of one territory; `measures` are of the present."""

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
    tier_2: int
    tier_3: int
    poor: int
    by_type: dict[str, int]
    violations: int
    measures: Measures = UNKNOWN

    @property
    def tier_1_percent(self) -> int:
        """Share of its sites in tier 1, in percent."""
        return round(100 * self.tier_1 / self.sites) if self.sites else 0

    @property
    def tier_3_percent(self) -> int:
        """Share of its sites in tier 3, in percent."""
        return round(100 * self.tier_3 / self.sites) if self.sites else 0

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
    drives: bool = False,
) -> list[Figures]:
    """The figures of every innermost shape of the hierarchy at `at`, by region and code.

    With `past` names, places and sites are those of that moment; with `sites_now` the sites are
    those assigned now. One statement, four more for the measures of the present, and with `drives`
    one that reads every site.
    """
    by_type = _ROWS_THEN if past and not sites_now else _ROWS_NOW
    if hierarchy_id != MAIN_HIERARCHY_ID:
        by_type = _FURTHER
    parts = _THEN if past else _NOW
    sites_at = clock.now() if sites_now else at
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"at": at, "sites_at": sites_at, "hierarchy": hierarchy_id}
        cursor.execute(_FIGURES.format(by_type=by_type, **parts), given)
        rows = cursor.fetchall()
    measured = {} if past else measures_at(at, drives=drives, hierarchy_id=hierarchy_id)
    return [_figures(row, measured) for row in rows]


def _figures(row: tuple[Any, ...], measured: dict[str, Measures]) -> Figures:
    by_type, code = row[21], row[0]
    values: list[Any] = [
        *row[:10],
        tuple(row[10:14]),
        *row[14:16],
        int(row[16]),
        *row[17:21],
        json.loads(by_type) if isinstance(by_type, str) else by_type,
        row[22],
        measured.get(code, UNKNOWN),
    ]
    return Figures(*values)
