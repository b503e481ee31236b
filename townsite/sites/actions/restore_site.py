"""Putting former values back exactly, as a revert needs it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.actions.locking import locked_site
from townsite.sites.actions.writing import EDITABLE, differences, save
from townsite.sites.models import Site

# What an update derives beside the fields it was given: an address moves the point.
POINT = ("location", "geocode_source", "geocode_quality", "time_zone")
RESTORABLE = frozenset({*EDITABLE, *POINT, "status"}) - {"number"}


@transaction.atomic
def restore_site(
    *, site: Site, values: dict[str, Any], by: Actor, at: datetime, reason: str
) -> Site:
    """The site with `values` as they once were: nothing is derived, no step of the lifecycle asked.

    A restored address keeps the point that is restored with it. Raises Invalid for a value the
    site cannot have now.
    """
    unknown = sorted(set(values) - RESTORABLE)
    if unknown:
        raise Invalid(f"These fields cannot be restored: {', '.join(unknown)}.")
    locked = locked_site(site)
    before = locked.snapshot(list(values))
    for name, value in values.items():
        setattr(locked, name, value)
    changes = differences(before, locked)
    save(locked, at=at, adding=False)
    follow_facets(site_ids=[locked.pk], by=by, at=at, reason=reason)
    record_event(
        EventType.SITE_RESTORED, target=locked, by=by, at=at, reason=reason, changes=changes
    )
    return locked
