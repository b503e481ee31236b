"""Where the matching sites lie, for fitting the map to them."""

from django.db import connection

from townsite.access.row_security import READ, beyond_territories
from townsite.common.scope import current_scope
from townsite.directory.criteria import Criteria
from townsite.directory.queries import site_extent

Box = tuple[float, float, float, float]
# The mean points of cells some 10 km wide: near enough to fit a map, and a million sites need not
# be read for it. Sites in reach that no territory in reach holds are added by themselves.
_OF_ALL = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
    SELECT ST_Transform(ST_SetSRID(ST_Extent(point), 3857)::geometry, 4326) AS e FROM (
        SELECT ST_MakePoint(sum(sum_x)::float8 / sum(sites), sum(sum_y)::float8 / sum(sites)) AS point
        FROM directory_sitecell WHERE zoom = 7
        GROUP BY tile_x, tile_y, cell HAVING sum(sites) > 0 {beyond}) p) t
"""
_BEYOND = f"""
UNION ALL SELECT s.geom3857 FROM sites_site s
WHERE {beyond_territories(READ, table="s")} AND s.status <> 'merged' AND s.geom3857 IS NOT NULL
"""


def map_extent(criteria: Criteria) -> Box | None:
    """West, south, east, north of the matching sites in degrees; None when none has a point."""
    if not criteria.is_everything:
        return site_extent(criteria)
    beyond = "" if current_scope().read.everything else _BEYOND
    with connection.cursor() as cursor:
        cursor.execute(_OF_ALL.format(beyond=beyond))
        west, south, east, north = cursor.fetchone()
    return None if west is None else (west, south, east, north)
