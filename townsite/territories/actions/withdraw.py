"""Taking back that a territory was made, and making one again under a code that was taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict
from townsite.common.periods import ended
from townsite.territories.actions.tree import close_territory, place_territory, update_territory
from townsite.territories.choices import TerritoryStatus
from townsite.territories.models import Territory, TerritoryPlacement


@transaction.atomic
def withdraw_territory(*, territory: Territory, by: Actor, at: datetime, reason: str) -> Territory:
    """The territory, closed and without a place in the tree from `at` on: it is as not there.

    Its row stays, because what it held meanwhile refers to it. Raises TerritoryNotEmpty.
    """
    closed = close_territory(territory=territory, by=by, at=at, reason=reason)
    held = TerritoryPlacement.objects.select_for_update(of=("self",)).filter(
        territory=closed, valid_during__contains=at
    )
    for placement in held:
        placement.valid_during = ended(placement.valid_during, at=at)
        placement.save(update_fields=["valid_during"])
    return closed


@transaction.atomic
def reinstate_territory(
    *,
    territory: Territory,
    values: dict[str, Any],
    parent: Territory | None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Territory:
    """A withdrawn territory, made again with `values` below `parent`.

    Raises Conflict while it has a place in the tree, else as `create_territory`.
    """
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    if TerritoryPlacement.objects.filter(territory=locked, valid_during__contains=at).exists():
        raise Conflict(f"Code {locked.code} is taken by another territory. Choose another.")
    rest = dict(values)
    before, locked.status = locked.status, TerritoryStatus.ACTIVE
    locked.level = rest.pop("level", locked.level)
    rest.pop("code", None)
    locked.save(update_fields=["status", "level"])
    placed = place_territory(territory=locked, parent=parent, by=by, at=at, reason=reason)
    made = update_territory(territory=placed, values=rest, by=by, at=at, reason=reason)
    record_event(
        EventType.TERRITORY_REOPENED,
        target=made,
        by=by,
        at=at,
        reason=reason,
        changes={"status": [before, made.status]},
    )
    return made
