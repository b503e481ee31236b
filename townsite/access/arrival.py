"""Who asks, in one statement: the session, its person and what they reach.

Django would read session and person one after the other, and we the grants; for a page of 50 sites
those three statements cost as much as the page itself (measured).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from townsite.access.due import Due, due_of
from townsite.access.queries import ReachRow
from townsite.access.tokens.narrowing import Limits
from townsite.accounts.backend import known_user
from townsite.accounts.models import User
from townsite.accounts.sessions import SessionStore
from townsite.common import clock

# Static files and the base map are everybody's; asking who it is would tie them to the cookie.
PUBLIC = ("/static/", "/basemap/", "/health")
# What an open page fetches by itself shows nobody sitting there, so it prolongs no session.
BY_ITSELF = ("/notifications/count/", "/tiles/")

_FIELDS = User._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
_PERSON = [field.attname for field in _FIELDS]
PERSON_COLUMNS = ", ".join(f'u."{field.column}"' for field in _FIELDS)
# Recovery codes alone are no factor, only the way back to one. Asked for whom one would be due: to
# plan it with every arrival cost a third of it (0.15 of 0.46 ms measured).
_HAS_FACTOR = """SELECT EXISTS (
    SELECT 1 FROM mfa_authenticator WHERE user_id = %s AND type IN ('totp', 'webauthn'))"""
_ARRIVAL = f"""
SELECT a.session_data, a.role, a.territory_id, a.site_id, a.below, a.is_further, a.covered, a.shadowed,
       s.seen_at, s.password_until, s.factor_roles, {PERSON_COLUMNS}
FROM townsite_arrival(%s, %s) a LEFT JOIN accounts_user u ON u.id = a.user_id
     LEFT JOIN accounts_session s ON s.session_key = %s
"""
_REACH = slice(1, 8)
_SESSION = slice(8, 11)
_USER = slice(11, None)


@dataclass(frozen=True)
class Arrival:
    """What the cookie or token of a request leads to; nothing at all for a session that is over.

    While something is `due`, a new password for example, nothing is in reach.
    """

    session: str | None = None
    user: User | None = None
    reach: tuple[ReachRow, ...] = ()
    limits: Limits | None = None
    due: Due | None = None
    seen_at: datetime | None = None


def arrival_of(session_key: str, *, at: datetime) -> Arrival:
    """The session, person and reach of a cookie: one statement, two where a factor could be due."""
    rows = first_rows(_ARRIVAL, [session_key, at, session_key])
    if not rows:
        return Arrival()
    first = rows[0]
    reach = tuple(row[_REACH] for row in rows if row[1])
    seen_at, password_until, factor_roles = first[_SESSION]
    roles, user = {row[0] for row in reach}, person_from(first[_USER])
    due = due_of(roles, password_until=password_until, factor_roles=factor_roles or (), at=at)
    if due is Due.FACTOR and user and _ask(_HAS_FACTOR, [user.pk])[0][0]:
        due = None
    return Arrival(
        session=first[0],
        user=user,
        reach=() if due else reach,
        due=due,
        seen_at=seen_at,
    )


def person_from(values: Sequence[Any]) -> User | None:
    """The person of `PERSON_COLUMNS`, None where the statement found none."""
    return User.from_db(connection.alias, _PERSON, values) if values[0] else None


def first_rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of the first statement of a request, which also finds out a lost connection."""
    connection.health_check_done = True  # type: ignore[attr-defined] # django-stubs lacks it
    try:
        return _ask(statement, values)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _ask(statement, values)


def _ask(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


class ArrivalMiddleware:
    """Reads who asks, once, for Django's session and sign-in and for the scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not key or request.path.startswith(PUBLIC):
            return self.get_response(request)
        at = clock.now()
        arrival = arrival_of(key, at=at)
        request.arrival = arrival  # type: ignore[attr-defined] # read by ScopeMiddleware
        if isinstance(request.session, SessionStore):
            request.session.take(arrival.session)
            if arrival.seen_at and not request.path.startswith(BY_ITSELF):
                request.session.prolong(seen_at=arrival.seen_at, at=at)
        with known_user(arrival.user):
            return self.get_response(request)
