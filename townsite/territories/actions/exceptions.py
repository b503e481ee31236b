"""Named exceptions to the rules of placement (R-12)."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import between, ended, since
from townsite.sites.models import Site
from townsite.territories.choices import ExceptionEffect, ExceptionGround
from townsite.territories.models import PlacementException, Territory


@transaction.atomic
def make_exception(
    *,
    site: Site,
    territory: Territory,
    effect: ExceptionEffect,
    ground: ExceptionGround,
    reason: str,
    by: Actor,
    at: datetime,
    ends_at: datetime | None = None,
    impact: str = "",
    alternatives: str = "",
) -> PlacementException:
    """The exception, in force from `at` to `ends_at` or until somebody ends it.

    Raises Invalid without a reason or with a past end, Conflict when one holds for this pair, or
    another place is pinned for the site.
    """
    if not reason.strip():
        message = "Say why: an exception is read again when its time is over."
        raise Invalid(message, fields={"reason": [message]})
    _require_free(site, territory, effect, at)
    made = PlacementException.objects.create(
        site=site,
        territory=territory,
        effect=effect,
        ground=ground,
        reason=reason.strip(),
        impact=impact.strip(),
        alternatives=alternatives.strip(),
        decided_by_id=by.pk,
        decided_by_label=by.actor_label,
        valid_during=between(at, ends_at) if ends_at else since(at),
    )
    record_event(
        EventType.PLACEMENT_EXCEPTION_MADE,
        target=made,
        by=by,
        at=at,
        reason=reason,
        changes={"effect": [None, str(effect)], "ends_at": [None, ends_at]},
    )
    return made


@transaction.atomic
def end_exception(
    *, exception: PlacementException, by: Actor, at: datetime, reason: str
) -> PlacementException:
    """The exception, ended at `at`. Raises Conflict when it has ended already."""
    row = PlacementException.objects.select_for_update().get(pk=exception.pk)
    former = row.valid_during.upper
    if former and former <= at:
        raise Conflict("This exception has ended already.")
    row.valid_during = ended(row.valid_during, at=at)
    row.save(update_fields=["valid_during"])
    record_event(
        EventType.PLACEMENT_EXCEPTION_ENDED,
        target=row,
        by=by,
        at=at,
        reason=reason,
        changes={"ends_at": [former, at]},
    )
    return row


def _require_free(site: Site, territory: Territory, effect: str, at: datetime) -> None:
    held = PlacementException.objects.filter(site=site, valid_during__endswith__gt=at)
    held |= PlacementException.objects.filter(site=site, valid_during__upper_inf=True)
    for other in held.select_related("territory"):
        if other.territory_id == territory.pk:
            raise Conflict(
                f"An exception holds for {site.number} and {territory.code} already "
                f"({other.get_effect_display()}). End it first."
            )
        if effect == other.effect == ExceptionEffect.PIN:
            raise Conflict(
                f"{site.number} is pinned to {other.territory.code} already. End that first."
            )
