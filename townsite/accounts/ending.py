"""Signing browsers out from afar."""

from datetime import datetime

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction

from townsite.accounts.devices import browser_name
from townsite.accounts.models import Session, User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import NotFound


@transaction.atomic
def end_session(*, user: User, device: int, by: Actor, at: datetime) -> str:
    """Signs that browser of the person out at once; its name. Raises NotFound."""
    found = UserSession.objects.select_for_update().filter(user=user, pk=device).first()
    if found is None:
        raise NotFound("This browser is not signed in any more.")
    _end([found], user, by, at)
    return browser_name(found.user_agent)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str | None, by: Actor, at: datetime) -> int:
    """Signs out every browser but the one with the session key `keep`; how many."""
    alive = Session.objects.filter(user=user, expire_date__gt=at).exclude(session_key=keep)
    others = UserSession.objects.filter(user=user, session_key__in=alive.values("session_key"))
    return _end(list(others.select_for_update()), user, by, at)


def _end(sessions: list[UserSession], user: User, by: Actor, at: datetime) -> int:
    for each in sessions:
        record_event(
            EventType.USER_SESSION_ENDED,
            target=user,
            by=by,
            at=at,
            reason="Signed out from another browser",
            changes={"browser": [browser_name(each.user_agent), None]},
        )
    get_adapter().end_sessions(sessions)
    return len(sessions)
