"""Setting the shapes of territories: the one place that writes boundaries."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import IntegrityError, connection, transaction

from townsite.audit.actions import Draft, record_events
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Forbidden, Invalid
from townsite.common.periods import ended, since
from townsite.territories.boundaries.problems import overlaps_of
from townsite.territories.errors import BoundariesOverlap
from townsite.territories.models import Boundary, Territory

NAMED_OVERLAPS = 5
_LATER = "%s has a boundary that begins at or after that moment. Choose a later date."
_HIDDEN = (
    "These boundaries overlap a territory that lies outside your reach. Ask somebody who sees both."
)


def set_boundary(
    *, territory: Territory, geometry: GEOSGeometry, by: Actor, at: datetime, reason: str = ""
) -> Boundary:
    """The new boundary of one territory; see `set_boundaries`."""
    (boundary,) = set_boundaries(shapes={territory: geometry}, by=by, at=at, reason=reason)
    return boundary


@transaction.atomic
def set_boundaries(
    *, shapes: Mapping[Territory, GEOSGeometry], by: Actor, at: datetime, reason: str = ""
) -> list[Boundary]:
    """The new boundaries, all in force from `at` on; the former ones end then and stay readable.

    Raises Invalid with the reason and place when a shape is not a valid polygon, Conflict when a
    later boundary exists, BoundariesOverlap naming the peers that they would overlap.
    """
    valid = {territory: valid_shape(geometry) for territory, geometry in shapes.items()}
    locked = _locked(list(valid))
    versions = _end_former(list(locked), at=at)
    made = Boundary.objects.bulk_create(
        Boundary(
            territory=locked[territory.pk],
            geometry=shape,
            version=versions.get(territory.pk, 0) + 1,
            valid_during=since(at),
        )
        for territory, shape in valid.items()
    )
    _refuse_overlaps(made)
    record_events(_event(each, by=by, at=at, reason=reason) for each in made)
    return made


def valid_shape(geometry: GEOSGeometry) -> MultiPolygon:
    """The geometry as a multipolygon. Raises Invalid with what is wrong and where."""
    shape = MultiPolygon(geometry) if isinstance(geometry, Polygon) else geometry
    if not isinstance(shape, MultiPolygon):
        raise Invalid(f"A boundary is a polygon or multipolygon, not a {geometry.geom_type}.")
    if not shape.valid:
        raise Invalid(f"This boundary is not valid: {shape.valid_reason}. Mend it and try again.")
    return shape


def _locked(territories: list[Territory]) -> dict[UUID, Territory]:
    """The rows in the order of their keys. Raises Forbidden for one that may not be changed."""
    rows = Territory.objects.select_for_update().filter(pk__in=[each.pk for each in territories])
    found = {each.pk: each for each in rows.order_by("pk")}
    missing = [each.code for each in territories if each.pk not in found]
    if missing:
        raise Forbidden(f"You may not change the boundary of {', '.join(missing)}.")
    return found


def _end_former(territory_ids: list[UUID], *, at: datetime) -> dict[UUID, int]:
    """The version of each boundary that was in force, now ended."""
    rows = Boundary.objects.select_related("territory").filter(territory__in=territory_ids)
    later = rows.filter(valid_during__startswith__gte=at).first()
    if later:
        raise Conflict(_LATER % later.territory.code)
    former = list(rows.defer("geometry").filter(valid_during__contains=at))
    for boundary in former:
        boundary.valid_during = ended(boundary.valid_during, at=at)
    Boundary.objects.bulk_update(former, ["valid_during"])
    return {boundary.territory_id: boundary.version for boundary in former}


def _refuse_overlaps(made: list[Boundary]) -> None:
    """Names every overlap in reach; the database itself refuses those beyond it."""
    found = overlaps_of([boundary.pk for boundary in made])
    if found:
        more = f" And {len(found) - NAMED_OVERLAPS} more." if len(found) > NAMED_OVERLAPS else ""
        raise BoundariesOverlap(" ".join(each.says for each in found[:NAMED_OVERLAPS]) + more)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS boundary_without_overlap IMMEDIATE")
            cursor.execute("SET CONSTRAINTS boundary_without_overlap DEFERRED")
    except IntegrityError as error:
        raise BoundariesOverlap(_HIDDEN) from error


def _event(boundary: Boundary, *, by: Actor, at: datetime, reason: str) -> Draft:
    version = boundary.version
    return Draft(
        EventType.TERRITORY_BOUNDARY_SET,
        target=boundary.territory,
        by=by,
        at=at,
        reason=reason,
        changes={"boundary_version": [version - 1 or None, version]},
    )
