"""Giving and ending grants, and checking a permission before a write."""

from datetime import datetime

from django.db import transaction

from townsite.access.choices import Permission, Role
from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Forbidden
from townsite.common.periods import between, ended, since
from townsite.common.scope import Scope
from townsite.sites.models import Site
from townsite.territories.models import Territory


def require(scope: Scope, permission: Permission) -> None:
    """Raises Forbidden, naming the permission, when the scope does not hold it."""
    if permission not in scope.permissions:
        raise Forbidden(
            f"This needs the permission “{permission.label}”, which none of your roles has. "
            "Ask an administrator for a grant."
        )


@transaction.atomic
def give_grant(
    *,
    user: User,
    role: Role,
    by: Actor,
    at: datetime,
    territory: Territory | None = None,
    site: Site | None = None,
    until: datetime | None = None,
    reason: str = "",
) -> Grant:
    """The new grant, over a territory with all below it, one site, or everything.

    Raises Conflict when the person already holds the same role there.
    """
    held = Grant.objects.filter(
        user=user, role=role, territory=territory, site=site, valid_during__contains=at
    )
    if held.exists():
        raise Conflict(f"{user} is already {role.label} of {territory or site or 'everything'}.")
    grant = Grant.objects.create(
        user=user,
        role=role,
        territory=territory,
        site=site,
        valid_during=between(at, until) if until else since(at),
        reason=reason,
    )
    record_event(EventType.GRANT_GIVEN, target=grant, by=by, at=at, reason=reason)
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, by: Actor, at: datetime, reason: str = "") -> Grant:
    """The grant, ended at `at`. Raises Conflict when it does not hold then."""
    locked = Grant.objects.select_for_update().get(pk=grant.pk)
    if at not in locked.valid_during:
        raise Conflict(f"{locked} does not hold at {at:%F %H:%M}, so it cannot be ended then.")
    locked.valid_during = ended(locked.valid_during, at=at)
    locked.save(update_fields=["valid_during"])
    record_event(EventType.GRANT_ENDED, target=locked, by=by, at=at, reason=reason)
    return locked
