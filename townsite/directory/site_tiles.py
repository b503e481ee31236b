"""Sites as vector tiles: counts of clusters far out, single sites close up.

Whoever asks, PostgreSQL's row-level security decides what is counted and drawn. Without a filter
the counts come from `directory_sitecell`, which holds them by territory; with one, from the sites.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from townsite.access.row_security import READ, beyond_territories
from townsite.common.scope import Scope
from townsite.directory.as_of import territory_then
from townsite.directory.criteria import Criteria
from townsite.directory.tile_grid import EXTENT, Tile

LAYER = "sites"
# Below this zoom sites are clustered; from it on they are single …
POINTS_FROM_ZOOM = 10
# Counted are 32 by 32 cells a tile; drawn are 8 by 8, because a tile is 512 pixels wide and discs
# of up to 64 would otherwise cover each other.
COUNTED, CELLS = 32, 8
_DRAWN = (
    f"(cell / {COUNTED} * {CELLS} / {COUNTED} * {CELLS} + cell % {COUNTED} * {CELLS} / {COUNTED})"
)
# … unless a tile would hold more than this many; then finer cells, down to a zoom of streets.
CROWD = 2_000
CROWD_CELLS = 16
NEVER_CROWDED_FROM_ZOOM = 15

# The position on the tile is reckoned here: ST_AsMVTGeom takes three times as long for points.
_FEATURES = """
SELECT ST_AsMVT(f, '{layer}', {extent}, 'geom') FROM (
    SELECT ST_MakePoint(floor((h.x - ({west})) * {scale}), floor((({north}) - h.y) * {scale})) AS geom,
           CASE WHEN h.n > 1 THEN h.n END AS count, {site},
           t.code AS territory, t.color_index
    FROM here h
    {join} LEFT JOIN territories_territory t ON t.id = {territory}
) f
"""
_SHOWN = ("number", "name", "facility_type", "status", "tier", "health")
_LOOKED_UP = {
    "site": ", ".join(f"s.{name}" for name in _SHOWN),
    "join": "LEFT JOIN sites_site s ON h.n = 1 AND s.id = h.id",
}
_AT_HAND = {"site": ", ".join(f"h.{name}" for name in _SHOWN), "join": ""}
_FROM_CELLS = """
WITH here AS (
    SELECT sum(sites)::integer AS n, sum(sum_x) / sum(sites)::float8 AS x,
           sum(sum_y) / sum(sites)::float8 AS y,
           CASE WHEN sum(sites) = 1 THEN (lpad(to_hex(bit_xor(id_high)), 16, '0')
               || lpad(to_hex(bit_xor(id_low)), 16, '0'))::uuid END AS id
    FROM ({cells}) c GROUP BY cell HAVING sum(sites) > 0
)
"""
_CELLS = """
SELECT {drawn} AS cell, sites, sum_x, sum_y, id_high, id_low FROM directory_sitecell
WHERE zoom = {z} AND tile_x = {x} AND tile_y = {y}
"""
_BEYOND_CELLS = """
UNION ALL
SELECT {row} * {side} + {column}, 1, round(ST_X(s.geom3857))::bigint,
       round(ST_Y(s.geom3857))::bigint, ('x' || left(hex, 16))::bit(64)::bigint,
       ('x' || right(hex, 16))::bit(64)::bigint
FROM sites_site s CROSS JOIN LATERAL (SELECT replace(s.id::text, '-', '') AS hex) h
WHERE {beyond} AND s.status <> 'merged' AND {inside}
"""
# What is shown of a site comes along from the first reading: looking each up again by its id took
# longer than all the rest.
_FOUND = """
WITH found AS MATERIALIZED (
    SELECT s.id, ST_X(s.geom3857) AS x, ST_Y(s.geom3857) AS y, {row} * {cells} + {column} AS cell,
           s.territory_id, {site}
    FROM sites_site s WHERE {inside} AND {where}
), crowd AS (SELECT {crowded} AS is_one),
here AS (
    SELECT 1 AS n, x, y, territory_id, {shown} FROM found WHERE NOT (SELECT is_one FROM crowd)
    UNION ALL
    SELECT count(*)::integer, avg(x), avg(y), {alone_id}, {alone}
    FROM found WHERE (SELECT is_one FROM crowd) GROUP BY cell
)
"""
_ALONE = "CASE WHEN count(*) = 1 THEN min({}) END"
# Half open, so that a site on the line between two tiles is on one of them.
_INSIDE = (
    "s.geom3857 && {envelope} AND ST_X(s.geom3857) >= ({west}) AND ST_X(s.geom3857) < ({east})"
    " AND ST_Y(s.geom3857) > ({south}) AND ST_Y(s.geom3857) <= ({north})"
)


def site_tile(
    tile: Tile, *, scope: Scope, criteria: Criteria, then: datetime | None = None
) -> bytes:
    """The tile in the Mapbox Vector Tile format 2.1, layer `sites`; empty where no site matches.

    With `then`, single sites name the territory that they had at that moment.
    """
    if criteria.is_everything and tile.z < POINTS_FROM_ZOOM:
        statement, values = _cells(tile, scope, then), None
    else:
        where, values = criteria.where_sql()
        statement = _live(tile, where, then)
    with connection.cursor() as cursor:
        # Without values, because then a percent sign means itself.
        cursor.execute(statement, values or None)
        return bytes(cursor.fetchone()[0])


def _cells(tile: Tile, scope: Scope, then: datetime | None) -> str:
    numbers = _numbers(tile)
    cells = _CELLS.format(z=tile.z, x=tile.x, y=tile.y, drawn=_DRAWN)
    if not scope.read.everything:
        cells += _BEYOND_CELLS.format(
            beyond=beyond_territories(READ, table="s"),
            inside=_INSIDE.format(**numbers),
            side=CELLS,
            **_place_in_grid(tile, CELLS),
        )
    return _FROM_CELLS.format(cells=cells) + _FEATURES.format(
        **numbers, **_LOOKED_UP, territory=_territory("s", then)
    )


def _live(tile: Tile, where: str, then: datetime | None) -> str:
    numbers = _numbers(tile)
    far = tile.z < POINTS_FROM_ZOOM
    cells = CELLS if far else CROWD_CELLS
    found = _FOUND.format(
        inside=_INSIDE.format(**numbers),
        where=f"({where})",
        cells=cells,
        crowded="true" if far else _crowded(tile),
        site=_LOOKED_UP["site"],
        shown=", ".join(_SHOWN),
        alone_id=_ALONE.format("territory_id::text") + "::uuid",
        alone=", ".join(_ALONE.format(name) for name in _SHOWN),
        **_place_in_grid(tile, cells),
    )
    return found + _FEATURES.format(**numbers, **_AT_HAND, territory=_territory("h", then))


def _crowded(tile: Tile) -> str:
    is_never = tile.z >= NEVER_CROWDED_FROM_ZOOM
    return "false" if is_never else f"(SELECT count(*) FROM found) > {CROWD}"


def _territory(of: str, then: datetime | None) -> str:
    """SQL of the site's territory, now or at a moment."""
    if then is None:
        return f"{of}.territory_id"
    # Single sites come with their number, not with their id.
    site_id = "s.id" if of == "s" else "(SELECT id FROM sites_site WHERE number = h.number)"
    return territory_then("t.id", then, site_id=site_id)


def _numbers(tile: Tile) -> dict[str, Any]:
    return {
        "layer": LAYER,
        "extent": EXTENT,
        "envelope": tile.envelope(),
        "west": repr(tile.west),
        "east": repr(tile.west + tile.size),
        "north": repr(tile.north),
        "south": repr(tile.north - tile.size),
        "scale": repr(EXTENT / tile.size),
    }


def _place_in_grid(tile: Tile, cells: int) -> dict[str, str]:
    per_metre = repr(cells / tile.size)
    return {
        "column": f"floor((ST_X(s.geom3857) - ({tile.west!r})) * {per_metre})::integer",
        "row": f"floor((({tile.north!r}) - ST_Y(s.geom3857)) * {per_metre})::integer",
    }
