"""Where the matching sites lie, for fitting the map to them."""

from django.db import connection

from townsite.common.scope import current_scope
from townsite.directory.criteria import Criteria
from townsite.directory.queries import site_extent

Box = tuple[float, float, float, float]
# The mean points of cells some 10 km wide: near enough to fit a map, and a million sites need not
# be read for it.
_OF_ALL = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (
    SELECT ST_Transform(ST_SetSRID(ST_Extent(ST_MakePoint(
        sum_x::float8 / sites, sum_y::float8 / sites)), 3857)::geometry, 4326) AS e
    FROM directory_sitecell WHERE zoom = 7 AND sites > 0) t
"""


def map_extent(criteria: Criteria) -> Box | None:
    """West, south, east, north of the matching sites in degrees; None when none has a point."""
    if not (criteria.is_everything and current_scope().read.everything):
        return site_extent(criteria)
    with connection.cursor() as cursor:
        cursor.execute(_OF_ALL)
        west, south, east, north = cursor.fetchone()
    return None if west is None else (west, south, east, north)
