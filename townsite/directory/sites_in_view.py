"""The list beside the map: the sites within its window, as a table tells them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from townsite.directory.criteria import Criteria
from townsite.directory.extent import map_extent
from townsite.directory.queries import Count, count_sites

LISTED = 50
_LIST = """
SELECT s.number, s.name, s.city, s.state, s.status, s.facility_type, s.tier, s.health,
       t.code AS territory_code, t.color_index, ST_X(s.location) AS lon, ST_Y(s.location) AS lat
FROM sites_site s LEFT JOIN territories_territory t ON t.id = s.territory_id
WHERE {where} ORDER BY s.name, s.id LIMIT {limit}
"""


@dataclass(frozen=True)
class InView:
    """The first sites within the window, how many there are, and how many match anywhere."""

    sites: list[dict[str, Any]]
    in_view: Count
    total: Count
    bounds: tuple[float, float, float, float] | None

    @property
    def has_more(self) -> bool:
        """Whether the window holds more than are listed."""
        return self.in_view.number > len(self.sites)


def sites_in_view(criteria: Criteria) -> InView:
    """What the list beside the map shows; `criteria` hold the window as `bbox`. Four statements."""
    anywhere = criteria.without("bbox")
    where, values = criteria.where_sql()
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(where=where, limit=LISTED), values)
        names = [column.name for column in cursor.description or ()]
        sites = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return InView(sites, count_sites(criteria), count_sites(anywhere), map_extent(anywhere))
