"""The short way to a tile of sites: a map asks for dozens at once, and waits for the slowest.

Django's layers cost more than most tiles. In front of them a plain question takes this way: the
same arrival, Django's own judgement of the session, the same scope held by row-level security, the
same headers. Whatever is not plain (a stranger, a refusal, an odd address or host) is left to
Django, so there is one place that refuses. The benchmark `tiles` says what it saves.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import auth
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_started
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_vary_headers

from townsite.access.arrival import arrival_of
from townsite.access.queries import scope_from
from townsite.accounts.backend import known_user
from townsite.accounts.models import User
from townsite.accounts.sessions import SessionStore
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.common.ids import uuid7
from townsite.common.scope import Scope, scoped
from townsite.directory.criteria import Criteria
from townsite.directory.site_tiles import site_tile
from townsite.directory.tile_grid import Tile
from townsite.web.middleware import isolation
from townsite.web.tiles.answers import answer

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

ADDRESS = re.compile(r"/tiles/sites/(\d{1,2})/(\d{1,7})/(\d{1,7})\.mvt", re.ASCII)
# These ask for more than the tile of now.
ODD = ("as_of", "%00")
EMPTY = 204
STRICT = (SecurityMiddleware, CSPMiddleware, isolation, XFrameOptionsMiddleware)


class TileLane:
    """A WSGI application that answers plain questions for tiles, and hands on the rest."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        response = _tile_response(environ)
        if response is None:
            return self.application(environ, start)
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]


def _tile_response(environ: dict[str, Any]) -> HttpResponse | None:
    """The tile for a plain question of somebody signed in; None for everything else."""
    place = ADDRESS.fullmatch(environ["PATH_INFO"])
    query = environ.get("QUERY_STRING", "")
    if place is None or environ["REQUEST_METHOD"] != "GET" or any(odd in query for odd in ODD):
        return None
    # A token is judged by its own layer, whatever cookie came along.
    if "HTTP_AUTHORIZATION" in environ:
        return None
    # Connections that have grown old are closed on this signal.
    request_started.send(sender=TileLane, environ=environ)
    request = WSGIRequest(environ)
    try:
        request.get_host()
        strict = _strict_headers(is_secure=request.is_secure())
        scope = _scope(request) if strict else None
        if scope is None:
            return None
        tile = Tile(*map(int, place.groups()))
        criteria = Criteria.from_query(request.GET) if query else Criteria()
        with scoped(scope):
            found = site_tile(tile, scope=scope, criteria=criteria)
    except (DisallowedHost, Problem, DatabaseError):
        return None
    response = answer(request, found)
    patch_vary_headers(response, ["Cookie"])
    own = {"X-Request-Id": str(uuid7()), "Content-Length": str(len(response.content))}
    for name, value in {**strict, **own}.items():
        response.headers[name] = value
    return response


def _scope(request: WSGIRequest) -> Scope | None:
    """The scope of the person signed in; None for strangers."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    arrival = arrival_of(key, at=clock.now())
    if arrival.due:
        return None
    request.session = SessionStore(key)
    request.session.take(arrival.session)
    with known_user(arrival.user):
        person = auth.get_user(request)
    return scope_from(person, arrival.reach) if isinstance(person, User) else None


@cache
def _strict_headers(*, is_secure: bool) -> dict[str, str]:
    """What the security layers add to every answer, asked of them once; none if they redirect."""
    request = HttpRequest()
    request.META = {
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "wsgi.url_scheme": "https" if is_secure else "http",
    }

    def nothing(_: HttpRequest) -> HttpResponse:
        return HttpResponse(status=EMPTY)

    handler: Any = nothing
    for layer in reversed(STRICT):
        handler = layer(handler)
    response: HttpResponse = handler(request)
    del response.headers["Content-Type"]
    return dict(response.items()) if response.status_code == EMPTY else {}
