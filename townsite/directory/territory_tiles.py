"""Territory shapes as vector tiles, with one point each for its label."""

from datetime import datetime

from django.db import connection

from townsite.directory.tile_grid import EXTENT, Tile

SHAPES = "territories"
LABELS = "territory_labels"
# Shapes reach this far past the tile's edge, so that no outline is drawn along the edge.
BUFFER = 64
METRES_PER_DEGREE = 111_320.0  # along the equator

# Only the innermost shapes: a region under its districts would tint them twice. Simplified by half
# a pixel of a 512-pixel tile before anything else is done: 4 ms instead of 17 (measured).
_TILE = """
WITH shape AS MATERIALIZED (
    SELECT t.id, t.code, t.name, t.level, t.color_index,
           ST_Simplify(b.geometry, {tolerance}, true) AS outline
    FROM territories_boundary b JOIN territories_territory t ON t.id = b.territory_id
    WHERE b.geometry && ST_Transform(ST_Expand({envelope}, {reach}), 4326)
      AND b.valid_during @> %(at)s::timestamptz AND t.status <> 'inactive'
      AND NOT EXISTS (
          SELECT 1 FROM territories_boundary inner_b
          JOIN territories_territory inner_t ON inner_t.id = inner_b.territory_id
          WHERE inner_t.path <@ t.path AND inner_t.id <> t.id AND inner_t.status <> 'inactive'
            AND inner_b.valid_during @> %(at)s::timestamptz)
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


def territory_tile(tile: Tile, *, at: datetime) -> bytes:
    """The tile with layers `territories` and `territory_labels` of the shapes in force at `at`."""
    statement = _TILE.format(
        envelope=tile.envelope(),
        reach=repr(tile.size * BUFFER / EXTENT),
        tolerance=repr(tile.size / 1024 / METRES_PER_DEGREE),
        shapes=SHAPES,
        labels=LABELS,
        extent=EXTENT,
        buffer=BUFFER,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at})
        return bytes(cursor.fetchone()[0])
