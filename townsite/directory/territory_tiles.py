"""Territory shapes as vector tiles, with one point each for its label."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from townsite.directory.tile_grid import EXTENT, Tile
from townsite.territories.as_of import OVER_SHAPES_THEN, WAS
from townsite.territories.models import MAIN_HIERARCHY_ID

SHAPES = "territories"
LABELS = "territory_labels"
# Shapes reach this far past the tile's edge, so that no outline is drawn along the edge.
BUFFER = 64
METRES_PER_DEGREE = 111_320.0  # along the equator

# Only the innermost shapes: a region under its districts would tint them twice. Simplified by half
# a pixel of a 512-pixel tile before anything else is done: 4 ms instead of 17 (measured).
_TILE = """
WITH {before} shape AS MATERIALIZED (
    SELECT t.id, t.code, {name} AS name, t.level, t.color_index,
           ST_Simplify(b.geometry, {tolerance}, true) AS outline
    FROM territories_boundary b JOIN territories_territory t ON t.id = b.territory_id {joined}
    WHERE b.geometry && ST_Transform(ST_Expand({envelope}, {reach}), 4326)
      AND b.valid_during @> %(at)s::timestamptz AND t.hierarchy_id = %(hierarchy)s
      AND {innermost}
), shapes AS (
    SELECT ST_AsMVT(f, '{shapes}', {extent}, 'geom') AS tile FROM (
        SELECT code, name, level, color_index, ST_AsMVTGeom(
            ST_Transform(outline, 3857), {envelope}::box2d, {extent}, {buffer}) AS geom
        FROM shape) f WHERE geom IS NOT NULL
), labels AS (
    SELECT ST_AsMVT(f, '{labels}', {extent}, 'geom') AS tile FROM (
        SELECT code, name, level, color_index, ST_AsMVTGeom(
            ST_Transform(ST_PointOnSurface(outline), 3857), {envelope}::box2d, {extent}, 0) AS geom
        FROM shape) f WHERE geom IS NOT NULL
)
SELECT shapes.tile || labels.tile FROM shapes, labels
"""
_NOW = {
    "before": "",
    "name": "t.name",
    "joined": "",
    "innermost": """t.status <> 'inactive' AND NOT EXISTS (
          SELECT 1 FROM territories_boundary inner_b
          JOIN territories_territory inner_t ON inner_t.id = inner_b.territory_id
          WHERE inner_t.path <@ t.path AND inner_t.id <> t.id AND inner_t.status <> 'inactive'
            AND inner_b.valid_during @> %(at)s::timestamptz)""",
}
_THEN = {
    "before": f"RECURSIVE {WAS}, {OVER_SHAPES_THEN},",
    "name": "coalesce(was.name, t.name)",
    "joined": "LEFT JOIN was ON was.territory_id = t.id",
    "innermost": "coalesce(was.status, t.status) <> 'inactive'"
    " AND t.id NOT IN (SELECT id FROM over_shapes)",
}


def territory_tile(
    tile: Tile, *, at: datetime, past: bool = False, hierarchy_id: UUID = MAIN_HIERARCHY_ID
) -> bytes:
    """The tile with layers `territories` and `territory_labels` of the shapes in force at `at`.

    With `past` names, places and states are those of that moment too, not the present ones.
    """
    statement = _TILE.format(
        **(_THEN if past else _NOW),
        envelope=tile.envelope(),
        reach=repr(tile.size * BUFFER / EXTENT),
        tolerance=repr(tile.size / 1024 / METRES_PER_DEGREE),
        shapes=SHAPES,
        labels=LABELS,
        extent=EXTENT,
        buffer=BUFFER,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "hierarchy": hierarchy_id})
        return bytes(cursor.fetchone()[0])
