"""The sites nearest to a point, by true distance, within the reader's reach."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.access.planning import is_large
from townsite.common.errors import Invalid
from townsite.common.scope import Scope
from townsite.directory.criteria import Criteria

MOST = 200
# A reader of few sites, and of a small part of all, measures each of them: walking outwards from a
# point far from one's own sites would pass everybody else's, the whole portfolio at worst.
FEW, SMALL_PART = 20_000, 0.1
# How many are visible, and the planner's estimate of all.
_COUNTS = """
SELECT coalesce(sum(sites), 0),
       (SELECT reltuples FROM pg_class WHERE oid = 'sites_site'::regclass)
FROM directory_sitecell WHERE zoom = 0
"""

# The index walks by distance on the flat map (EPSG:3857), which near a point differs little from
# the true one; twice as many are taken and put into true order (WGS 84 spheroid). Their points are
# taken back from the flat map, as their rows would be a second question to the policies.
_NEAREST = """
WITH here AS MATERIALIZED (SELECT ST_SetSRID(ST_MakePoint(%s, %s), 4326) AS point),
flat AS MATERIALIZED (SELECT ST_Transform(point, 3857) AS point FROM here),
near AS MATERIALIZED (
    SELECT s.id, s.geom3857 FROM {source} s
    WHERE s.geom3857 IS NOT NULL AND {where}
    ORDER BY s.geom3857 <-> (SELECT point FROM flat) LIMIT {many}
)
SELECT near.id,
       ST_Distance(ST_Transform(near.geom3857, 4326)::geography, here.point::geography) AS metres
FROM near, here ORDER BY 2, 1 LIMIT {limit}
"""
# Asked for no more than the index `site_near` holds, PostgreSQL leaves the table's rows alone.
_HELD = "o.id, o.geom3857, o.status"
_IN_TERRITORIES = "o.territory_id = ANY (%s)"
_SINGLE = "o.id = ANY (%s) AND (o.territory_id IS NULL OR o.territory_id <> ALL (%s))"
_OF_FURTHER = """o.id IN (SELECT a.site_id FROM territories_assignment a
    WHERE a.territory_id = ANY (%s) AND a.kind = 'primary' AND upper_inf(a.valid_during))
AND (o.territory_id IS NULL OR o.territory_id <> ALL (%s)) AND o.id <> ALL (%s)"""
_OWN_NEW = """o.territory_id IS NULL AND o.created_by_id = %s AND o.id <> ALL (%s)
AND o.further_territory_ids IS NULL"""


@dataclass(frozen=True)
class Near:
    """A site by its id, and how far it is."""

    site_id: UUID
    metres: float


def nearest_sites(
    lon: float, lat: float, *, scope: Scope, criteria: Criteria, limit: int = 20
) -> list[Near]:
    """Up to `limit` matching sites, nearest first. Raises Invalid for a point off the earth."""
    if not (abs(lon) <= 180 and abs(lat) <= 85):  # noqa: PLR2004 - where web Mercator ends
        raise Invalid(f"There is no point {lon}, {lat}. Maybe it is longitude, then latitude.")
    source, own = _source(scope, criteria)
    # One's own sites are in reach as they are; saying so once more would hide the index.
    where, values = criteria.where_sql(says_reach=not own)
    statement = _NEAREST.format(
        source=source, where=f"({where})", many=2 * limit, limit=min(limit, MOST)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [lon, lat, *own, *values])
        return [Near(*row) for row in cursor.fetchall()]


def _source(scope: Scope, criteria: Criteria) -> tuple[str, list[Any]]:
    """The table to walk, or one's own sites where they are few; row-level security holds in both."""
    if is_large(scope.read) or not _is_small_part():
        return "sites_site", []
    columns = _HELD if criteria.is_everything else "o.*"
    parts = _own_parts(scope)
    arms = " UNION ALL ".join(f"SELECT {columns} FROM sites_site o WHERE {sql}" for sql, _ in parts)
    return f"({arms})", [value for _, values in parts for value in values]


def _own_parts(scope: Scope) -> list[tuple[str, list[Any]]]:
    """Conditions and their values that name each of one's own sites once.

    Only the parts that can hold any, as each is planned with the whole policy.
    """
    territories, sites = list(scope.read.territory_ids), list(scope.read.site_ids)
    further = list(scope.read.further_ids)
    return [
        (_IN_TERRITORIES, [territories]),
        *([(_SINGLE, [sites, territories])] if sites else []),
        *([(_OF_FURTHER, [further, territories, sites])] if further else []),
        (_OWN_NEW, [scope.user_id, sites]),
    ]


def _is_small_part() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        visible, total = cursor.fetchone()
    return bool(visible <= min(FEW, SMALL_PART * total))
