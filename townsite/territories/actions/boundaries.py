"""Setting the shape of a territory."""

from datetime import datetime

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.common.periods import ended, since
from townsite.territories.models import Boundary, Territory


@transaction.atomic
def set_boundary(
    *, territory: Territory, geometry: GEOSGeometry, by: Actor, at: datetime, reason: str = ""
) -> Boundary:
    """The new boundary, in force from `at` on; the former one ends then and stays readable.

    Raises Invalid with the reason and place when the shape is not a valid polygon.
    """
    shape = MultiPolygon(geometry) if isinstance(geometry, Polygon) else geometry
    if not isinstance(shape, MultiPolygon):
        raise Invalid(f"A boundary is a polygon or multipolygon, not a {geometry.geom_type}.")
    if not shape.valid:
        raise Invalid(f"This boundary is not valid: {shape.valid_reason}. Mend it and try again.")
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    former = Boundary.objects.filter(territory=locked, valid_during__contains=at).first()
    if former:
        former.valid_during = ended(former.valid_during, at=at)
        former.save(update_fields=["valid_during"])
    version = (former.version if former else 0) + 1
    boundary = Boundary.objects.create(
        territory=locked, geometry=shape, version=version, valid_during=since(at)
    )
    record_event(
        EventType.TERRITORY_BOUNDARY_SET,
        target=locked,
        by=by,
        at=at,
        reason=reason,
        changes={"boundary_version": [version - 1 or None, version]},
    )
    return boundary
