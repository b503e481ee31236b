"""Standing in for a manager: a grant over exactly the territory, for exactly the time.

The grant is the cover: row-level security, approvals and the effective scope read it like any other,
and it ends by itself.
"""

from datetime import datetime, timedelta

from django.db import transaction

from townsite.access.choices import CoverCause, Role
from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import between, ended
from townsite.policies.queries import policies_at
from townsite.territories.choices import TerritoryLevel
from townsite.territories.models import Territory

# Who manages a territory of each level, and so what a stand-in may do there (domain section 5).
ROLE_AT = {
    TerritoryLevel.TERRITORY: Role.ACCOUNT_MANAGER,
    TerritoryLevel.DISTRICT: Role.DISTRICT_MANAGER,
    TerritoryLevel.REGION: Role.REGIONAL_VP,
    TerritoryLevel.NATIONAL: Role.EXECUTIVE,
}


def longest_cover(*, at: datetime) -> timedelta:
    """How long somebody may stand in, by policy."""
    key = "coverage.longest_days"
    return timedelta(days=policies_at(at, keys=[key]).number(key))


@transaction.atomic
def begin_cover(
    *,
    territory: Territory,
    person: User,
    cause: CoverCause,
    begins: datetime,
    until: datetime,
    by: Actor,
    at: datetime,
    absent: str = "",
    reason: str = "",
) -> Grant:
    """The grant of `person`, who stands in at `territory` from `begins` to `until`.

    Raises Invalid for a time that is over, upside down or longer than the policy allows, Conflict
    when the person holds the role there during that time already.
    """
    longest = longest_cover(at=at)
    begins = max(begins, at)
    if until - begins > longest:
        raise Invalid(
            f"Nobody stands in for longer than {longest.days} days at a time; {begins:%F} to "
            f"{until:%F} is more. Appoint a manager instead, or cover it in parts."
        )
    period, role = between(begins, until), ROLE_AT[TerritoryLevel(territory.level)]
    held = Grant.objects.filter(
        user=person, role=role, territory=territory, valid_during__overlap=period
    ).first()
    if held:
        raise Conflict(f"{person} is {held} in that time already.")
    grant = Grant.objects.create(
        user=person,
        role=role,
        territory=territory,
        valid_during=period,
        reason=reason,
        cause=cause,
        absent_label=absent,
    )
    changes = {"cover": [absent or None, person.actor_label]}
    record_event(EventType.COVER_BEGUN, target=grant, by=by, at=at, reason=reason, changes=changes)
    return grant


@transaction.atomic
def end_cover(*, grant: Grant, by: Actor, at: datetime, reason: str = "") -> None:
    """Ends cover at `at`; one that has not begun is taken away whole."""
    row = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    changes = {"cover": [row.user.actor_label, None]}
    record_event(EventType.COVER_ENDED, target=row, by=by, at=at, reason=reason, changes=changes)
    if row.valid_during.lower >= at:
        row.delete()
        return
    row.valid_during = ended(row.valid_during, at=at)
    row.save(update_fields=["valid_during"])
