"""Changing a site's own fields."""

from datetime import datetime
from typing import Any

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid, Stale
from townsite.sites.actions.follow_facets import follow_facets
from townsite.sites.actions.locking import locked_site
from townsite.sites.actions.writing import ADDRESS, EDITABLE, differences, place, save
from townsite.sites.choices import Facet
from townsite.sites.models import Site


@transaction.atomic
def update_site(
    *,
    site: Site,
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Site:
    """The site with `values` set; nothing is written when nothing differs.

    `version` is the one the caller read: Stale is raised when somebody saved meanwhile. A changed
    address moves the point unless a point was given too. Raises Invalid with all problems by field.
    """
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown or ("number" in values and values["number"] != site.number):
        names = ", ".join(unknown) or "number"
        raise Invalid(f"These fields cannot be changed here: {names}.")
    locked = locked_site(site)
    if version is not None and locked.version != version:
        raise Stale(
            f"Site {locked.number} was changed meanwhile: you read version {version}, it is now "
            f"version {locked.version}. Compare the two and save again.",
            version=locked.version,
        )
    before = locked.snapshot(list(values))
    for name, value in values.items():
        setattr(locked, name, value)
    changes = differences(before, locked)
    if not changes:
        return locked
    if "location" in changes or set(ADDRESS) & set(changes):
        place(locked, given="location" in changes and locked.location is not None)
    save(locked, at=at, adding=False)
    if set(Facet.values) & set(changes):
        follow_facets(site_ids=[locked.pk], by=by, at=at, reason=reason)
    record_event(
        EventType.SITE_UPDATED, target=locked, by=by, at=at, reason=reason, changes=changes
    )
    return locked
