"""The browsers a person is signed in with."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from ua_parser import parse

from townsite.accounts.models import Session, User

UNKNOWN = "Unknown browser"


@dataclass(frozen=True)
class Device:
    """One browser with its session. `key` names it to its owner and opens nothing."""

    key: int
    name: str
    address: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    is_current: bool


def browser_name(user_agent: str) -> str:
    """Such as “Firefox on Windows”; the header is what the browser says, not proof."""
    found = parse(user_agent)
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    return " on ".join(part for part in (browser, system) if part) or UNKNOWN


def devices_of(user: User, *, current: str | None, at: datetime) -> list[Device]:
    """Browsers signed in as the person, the last used first; two statements.

    `current` is the session key of whoever asks.
    """
    known = {each.session_key: each for each in UserSession.objects.filter(user=user)}
    rows = Session.objects.filter(session_key__in=known, user=user, expire_date__gt=at)
    return [_device(known[row.session_key], row, current) for row in rows.order_by("-seen_at")]


def browser_of(request: HttpRequest) -> str:
    """The browser that asks."""
    return browser_name(request.headers.get("User-Agent", ""))


def _device(known: UserSession, row: Session, current: str | None) -> Device:
    return Device(
        key=known.pk,
        name=browser_name(known.user_agent),
        address=known.ip,
        began_at=known.created_at,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        is_current=row.session_key == current,
    )
