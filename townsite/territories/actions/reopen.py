"""Opening a closed territory again."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.territories.choices import TerritoryStatus
from townsite.territories.errors import TerritoryClosed
from townsite.territories.models import Territory
from townsite.territories.queries import ancestors


@transaction.atomic
def reopen_territory(*, territory: Territory, by: Actor, at: datetime, reason: str) -> Territory:
    """The territory, active from now on.

    Raises TerritoryClosed when a territory above it is inactive.
    """
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    closed = ancestors(locked).filter(status=TerritoryStatus.INACTIVE).first()
    if closed:
        raise TerritoryClosed(f"{closed.code} above {locked.code} is inactive; reopen that first.")
    before, locked.status = locked.status, TerritoryStatus.ACTIVE
    locked.updated_at, locked.version = at, locked.version + 1
    locked.save()
    record_event(
        EventType.TERRITORY_REOPENED,
        target=locked,
        by=by,
        at=at,
        reason=reason,
        changes={"status": [before, locked.status]},
    )
    return locked
