"""Setting the complexity of a site by hand, and going back to the score card."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.sites.actions.writing import save
from townsite.sites.models import Site


@transaction.atomic
def override_complexity(
    *, site: Site, complexity: int, reason: str, by: Actor, at: datetime
) -> Site:
    """The site with this complexity, whatever the score card says, until the override is lifted.

    Raises Invalid outside 0 to 100 or without a reason.
    """
    fields: dict[str, list[str]] = {}
    if not 0 <= complexity <= 100:  # noqa: PLR2004 - the scale of the score
        fields["complexity"] = [f"Complexity lies between 0 and 100, not at {complexity}."]
    if not reason.strip():
        fields["reason"] = ["Say why the score card is wrong for this site."]
    if fields:
        raise Invalid(" ".join(m for group in fields.values() for m in group), fields=fields)
    return _set(site, complexity, reason.strip(), by=by, at=at, told=reason)


@transaction.atomic
def lift_complexity_override(*, site: Site, by: Actor, at: datetime) -> Site:
    """The site with the complexity its score card gives. Raises Conflict without an override."""
    if not site.complexity_override_reason:
        raise Conflict(f"The complexity of site {site.number} is not overridden.")
    return _set(site, site.complexity, "", by=by, at=at, told="back to the score card")


def _set(
    site: Site, complexity: int | None, override: str, *, by: Actor, at: datetime, told: str
) -> Site:
    locked = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    before = locked.complexity
    locked.complexity, locked.complexity_override_reason = complexity, override
    # Saving computes the score again unless there is an override.
    save(locked, at=at, adding=False)
    changes = {"complexity": [before, locked.complexity]}
    record_event(
        EventType.SITE_SCORE_OVERRIDDEN, target=locked, by=by, at=at, reason=told, changes=changes
    )
    return locked
