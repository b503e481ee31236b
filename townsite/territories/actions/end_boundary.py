"""Taking the shape of a territory away."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict
from townsite.common.periods import ended
from townsite.territories.models import Boundary, Territory


@transaction.atomic
def end_boundary(*, territory: Territory, by: Actor, at: datetime, reason: str = "") -> Boundary:
    """The boundary as it ended; the territory has no shape from `at` on.

    Raises Conflict when it has none.
    """
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    former = Boundary.objects.filter(territory=locked, valid_during__contains=at).first()
    if former is None:
        raise Conflict(f"{locked.code} has no boundary at that moment.")
    former.valid_during = ended(former.valid_during, at=at)
    former.save(update_fields=["valid_during"])
    record_event(
        EventType.TERRITORY_BOUNDARY_ENDED,
        target=locked,
        by=by,
        at=at,
        reason=reason,
        changes={"boundary_version": [former.version, None]},
    )
    return former
