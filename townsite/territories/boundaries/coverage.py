"""The boundaries in force, as one coverage."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

import shapely
from django.db import connection
from django.db.models import FloatField, QuerySet
from django.db.models.expressions import RawSQL
from shapely.geometry.base import BaseGeometry

from townsite.territories.models import MAIN_HIERARCHY_ID, Boundary, Territory

# Only the innermost shapes: a region's boundary lies over those of its districts.
_COVERAGE = """
SELECT t.code, ST_AsBinary(b.geometry)
FROM territories_boundary b JOIN territories_territory t ON t.id = b.territory_id
WHERE b.valid_during @> %(at)s::timestamptz AND t.status <> 'inactive'
  AND (t.hierarchy_id = %(hierarchy)s OR %(codes)s::text[] IS NOT NULL)
  AND (%(codes)s::text[] IS NULL OR t.code = ANY (%(codes)s::text[]))
  AND NOT EXISTS (
      SELECT 1 FROM territories_boundary inner_b
      JOIN territories_territory inner_t ON inner_t.id = inner_b.territory_id
      WHERE inner_t.path <@ t.path AND inner_t.id <> t.id AND inner_t.status <> 'inactive'
        AND inner_b.valid_during @> %(at)s::timestamptz)
ORDER BY t.code
"""


def coverage_at(
    at: datetime,
    *,
    codes: Collection[str] | None = None,
    hierarchy_id: UUID = MAIN_HIERARCHY_ID,
) -> dict[str, BaseGeometry]:
    """The innermost shape of each active territory in reach by code, in one statement.

    Of the territories named, or of all in the hierarchy.
    """
    named = list(codes) if codes is not None else None
    with connection.cursor() as cursor:
        cursor.execute(_COVERAGE, {"at": at, "codes": named, "hierarchy": hierarchy_id})
        rows = cursor.fetchall()
    return {code: shapely.from_wkb(bytes(wkb)) for code, wkb in rows}


def boundary_versions(codes: Iterable[str], *, at: datetime) -> dict[str, int]:
    """The number of the boundary in force of each of these territories."""
    rows = Boundary.objects.filter(territory__code__in=list(codes), valid_during__contains=at)
    return dict(rows.values_list("territory__code", "version"))


def boundary_history(territory: Territory) -> QuerySet[Boundary]:
    """Every boundary that a territory had, has or will have, the newest first; `area_km2` with it."""
    measured = RawSQL(
        "ST_Area(territories_boundary.geometry::geography) / 1e6", [], output_field=FloatField()
    )
    rows = Boundary.objects.filter(territory=territory).defer("geometry")
    return rows.annotate(area_km2=measured).order_by("-version")
