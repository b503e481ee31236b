"""The ground around sites: what giving sites from a table means for the map.

A lasso encloses sites with ground. From a table each site brings the ground that is nearer to it
than to any other site of its territory (Voronoi 1908).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Invalid
from townsite.territories.boundaries.geometry import Coverage, areas
from townsite.territories.boundaries.strokes import Give
from townsite.territories.boundaries.units import nearest_ground

MOST_SITES = 2_000
Point = tuple[float, float]

# The sites asked for, and those around them: within the box of the boundaries that hold them.
_POINTS = """
WITH asked AS (
    SELECT number, location FROM sites_site
    WHERE number = ANY (%(numbers)s) AND status <> 'merged' AND location IS NOT NULL
), box AS (
    SELECT ST_SetSRID(ST_Extent(coalesce(b.geometry, asked.location)), 4326) AS around FROM asked
    LEFT JOIN territories_boundary b ON ST_Intersects(b.geometry, asked.location)
        AND b.valid_during @> %(at)s::timestamptz
)
SELECT s.number, ST_X(s.location), ST_Y(s.location), s.number = ANY (%(numbers)s)
FROM box JOIN sites_site s ON s.location && box.around
WHERE s.status <> 'merged' ORDER BY s.number
"""


@dataclass(frozen=True)
class GiveSites:
    """The ground nearest to some sites goes to a territory; `others` keep what is nearer to them."""

    points: frozenset[Point]
    others: frozenset[Point]
    to: str

    def on(self, coverage: Coverage, *, locked: Collection[str] = ()) -> Coverage:
        """The coverage afterwards. Raises Invalid when no site lies in another territory."""
        cells = [
            cell
            for code, shape in coverage.items()
            if code != self.to and not shape.is_empty
            for cell in self._cells(shape)
        ]
        if not cells:
            raise Invalid("None of these sites lies within the boundary of another territory.")
        return Give(areas(shapely.union_all(cells)), self.to).on(coverage, locked=locked)

    def _cells(self, shape: BaseGeometry) -> list[BaseGeometry]:
        shapely.prepare(shape)
        taken = _within(shape, self.points)
        if not taken:
            return []
        every = sorted({*taken, *_within(shape, self.others)})
        ground = nearest_ground(every, shape)
        return [cell for point, cell in zip(every, ground, strict=True) if point in taken]


def ground_of_sites(numbers: Collection[str], to: str, *, at: datetime) -> GiveSites:
    """The stroke that gives sites to a territory. One statement.

    Raises Invalid naming sites that are not there or have no point.
    """
    asked = list(dict.fromkeys(each.strip() for each in numbers if each.strip()))
    if not 0 < len(asked) <= MOST_SITES:
        raise Invalid(f"Choose one to {MOST_SITES:,} sites.")
    with connection.cursor() as cursor:
        cursor.execute(_POINTS, {"numbers": asked, "at": at})
        rows = cursor.fetchall()
    found = {number for number, _, _, is_asked in rows if is_asked}
    missing = [each for each in asked if each not in found]
    if missing:
        raise Invalid(f"These sites are not there or have no point: {', '.join(missing[:10])}.")
    points = frozenset((x, y) for _, x, y, is_asked in rows if is_asked)
    return GiveSites(points, frozenset((x, y) for _, x, y, _ in rows) - points, to)


def _within(shape: BaseGeometry, points: Collection[Point]) -> set[Point]:
    known = list(points)
    if not known:
        return set()
    inside = shapely.intersects(shape, shapely.points(known))
    return {point for point, is_inside in zip(known, inside, strict=True) if is_inside}
