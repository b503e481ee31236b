"""What an edit of boundaries does: who gains and loses which ground and which sites.

A site follows a border when it belonged to a territory by lying in it. One that was placed by hand
elsewhere, or whose territory is a list, stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from townsite.territories.models import MAIN_HIERARCHY_ID

# Three steps: the new shapes, the sites that their former shapes held, where those lie now.
_MOVING = """
WITH fresh AS MATERIALIZED (
    SELECT t.id, t.code, t.membership, t.hierarchy_id, ST_GeomFromWKB(u.wkb, 4326) AS shape, b.geometry AS former
    FROM unnest(%(codes)s::text[], %(shapes)s::bytea[]) AS u(code, wkb)
    JOIN territories_territory t ON t.code = u.code
    LEFT JOIN territories_boundary b ON b.territory_id = t.id
        AND b.valid_during @> %(at)s::timestamptz
), moving AS (
    -- A point on the new border lies in both: one of them takes it.
    SELECT DISTINCT ON (s.id) s.id, s.number, s.name, f.code AS loses, g.code AS gains,
           coalesce(s.annual_revenue_cents, 0) AS revenue
    FROM fresh f JOIN LATERAL ({held}) s ON s.status <> 'merged'
    JOIN fresh g ON g.id <> f.id AND g.hierarchy_id = f.hierarchy_id AND s.location && g.shape
    WHERE ST_Intersects(g.shape, s.location) AND NOT ST_Intersects(f.shape, s.location)
      AND ST_Intersects(f.former, s.location) AND f.membership = 'boundary'
    ORDER BY s.id, g.code
)
SELECT id, number, name, loses, gains, revenue FROM moving ORDER BY loses, gains, number
"""
# The sites of a territory `f`: named on their row in the main hierarchy, assigned in another.
_HELD = f"""
    SELECT o.* FROM sites_site o WHERE o.territory_id = f.id
    UNION ALL
    SELECT o.* FROM territories_assignment a JOIN sites_site o ON o.id = a.site_id
    WHERE a.territory_id = f.id AND a.hierarchy_id <> '{MAIN_HIERARCHY_ID}'
      AND a.kind = 'primary' AND upper_inf(a.valid_during)
"""
_TOTALS = """
SELECT f.code, f.name, count(s.id), coalesce(sum(s.annual_revenue_cents), 0)
FROM territories_territory f LEFT JOIN LATERAL ({held}) s ON s.status <> 'merged'
WHERE f.code = ANY (%s) GROUP BY f.id ORDER BY f.code
"""


@dataclass(frozen=True)
class MovingSite:
    """A site that changes hands with the ground it lies on; revenue in cents a year."""

    id: UUID
    number: str
    name: str
    loses: str
    gains: str
    revenue_cents: int


@dataclass(frozen=True)
class Effect:
    """What a territory has before and after; revenue in cents a year."""

    code: str
    name: str
    sites_before: int
    revenue_before_cents: int
    gained: list[MovingSite]
    lost: list[MovingSite]

    @property
    def sites_after(self) -> int:
        return self.sites_before + len(self.gained) - len(self.lost)

    @property
    def revenue_after_cents(self) -> int:
        more = sum(site.revenue_cents for site in self.gained)
        return self.revenue_before_cents + more - sum(site.revenue_cents for site in self.lost)


def moving_sites(shapes: Mapping[str, BaseGeometry], *, at: datetime) -> list[MovingSite]:
    """The sites that change hands if these territories take these shapes. One statement."""
    values: dict[str, Any] = {
        "codes": list(shapes),
        "shapes": [bytes(shapely.to_wkb(shape)) for shape in shapes.values()],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MOVING.replace("{held}", _HELD), values)
        return [MovingSite(*row) for row in cursor.fetchall()]


def effects(shapes: Mapping[str, BaseGeometry], *, at: datetime) -> list[Effect]:
    """What each of the territories has before and after. Two statements."""
    moving = moving_sites(shapes, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.replace("{held}", _HELD), [list(shapes)])
        rows = cursor.fetchall()
    return [
        Effect(
            code,
            name,
            sites,
            int(revenue),
            [site for site in moving if site.gains == code],
            [site for site in moving if site.loses == code],
        )
        for code, name, sites, revenue in rows
    ]
