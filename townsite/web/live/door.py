"""Who may listen: the same session and person as on every page, asked anew each time."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from townsite.access.arrival import arrival_of
from townsite.access.queries import scope_from
from townsite.accounts.backend import known_user
from townsite.accounts.models import User
from townsite.accounts.sessions import SessionStore
from townsite.common import clock
from townsite.common.scope import Scope
from townsite.web.live.answers import Headers


@dataclass(frozen=True)
class Listener:
    """A person with the scope that their grants give at this moment."""

    user: User
    scope: Scope


def listener_of(session_key: str) -> Listener | None:
    """The person of a session; None once it is over: signed out, expired, password changed."""
    arrival = arrival_of(session_key, at=clock.now())
    if arrival.user is None:
        return None
    request, session = HttpRequest(), SessionStore(session_key)
    session.take(arrival.session)
    request.session = session
    with known_user(arrival.user):
        user = get_user(request)
    return Listener(user, scope_from(user, arrival.reach)) if isinstance(user, User) else None


def session_key_of(headers: Headers) -> str:
    """The key in the session cookie, or nothing."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def allowed_origin(headers: Headers) -> str | None:
    """The origin to name in the answer, empty without one; None for a page of another host.

    The stream may have a port of its own, so that the browser sees another origin. Only the port
    may differ: any other site that a person looks at must not listen with their cookie.
    """
    host, _ = split_domain_port(headers.get("host", ""))
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return None
    origin = headers.get("origin", "")
    if not origin:
        return ""
    return origin if split_domain_port(urlsplit(origin).netloc)[0] == host else None
