"""Requests that carry an access token: whom they stand for, what they may ask, how often."""

import time
from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from townsite.access.arrival import Arrival
from townsite.access.tokens.arrival import TokenArrival, token_arrival
from townsite.accounts.secrets import looks_like_one
from townsite.api.errors import problem
from townsite.api.presented_token import presented_token
from townsite.api.token_areas import area_of, needed_scope
from townsite.common import clock
from townsite.common.addresses import client_address
from townsite.common.rate_limit import RateLimiter, Verdict

# Nobody mistypes a token more often in a minute; whoever tries keys is told to wait.
FAILURES_A_MINUTE: Final = 30
REALM: Final = 'Bearer realm="Townsite"'
log = structlog.get_logger()


class TokenMiddleware:
    """Lets a token stand for its person, within its limits, where the API takes tokens.

    A request with an Authorization header never falls back to its session: what a program may do
    must not depend on a cookie that came along, and the check against forged forms is not for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.limiter = RateLimiter(settings.TOWNSITE_RATE_LIMITS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        secret = presented_token(request) if area_of(request.path) else None
        if secret is None:
            return self.get_response(request)
        address = client_address(request)
        failures = f"failed:{address}"
        seen = self.limiter.look(failures, limit=FAILURES_A_MINUTE, now=time.time())
        if not seen.allowed:
            return _told_to_wait(request, seen)
        arrival = (
            token_arrival(secret, at=clock.now(), address=address)
            if looks_like_one(secret)
            else TokenArrival()
        )
        if arrival.user is None:
            self.limiter.take(failures, limit=FAILURES_A_MINUTE, now=time.time())
            return _refused(request, arrival, address)
        return self._limited(request, arrival)

    def _limited(self, request: HttpRequest, arrival: TokenArrival) -> HttpResponse:
        verdict = self.limiter.take(
            f"token:{arrival.token_id}", limit=arrival.requests_per_minute, now=time.time()
        )
        if not verdict.allowed:
            return _told_to_wait(request, verdict)
        response = self._within_scope(request, arrival)
        for name, value in verdict.headers().items():
            response[name] = value
        return response

    def _within_scope(self, request: HttpRequest, arrival: TokenArrival) -> HttpResponse:
        scope = needed_scope(request.path, str(request.method))
        if scope is None or (scope and scope not in arrival.limits.scopes):
            return _beyond_scope(request, scope)
        request.user = arrival.user  # type: ignore[assignment] # never None here
        request.token = arrival  # type: ignore[attr-defined] # read by the API's sign-in
        request.arrival = Arrival(  # type: ignore[attr-defined] # read by ScopeMiddleware
            user=arrival.user, reach=arrival.reach, limits=arrival.limits
        )
        return self.get_response(request)


def _refused(request: HttpRequest, arrival: TokenArrival, address: str) -> HttpResponse:
    """The same words for every reason: only the log tells a stolen token from a mistyped one."""
    log.warning("token refused", why=arrival.refusal, prefix=arrival.prefix, address=address)
    response = problem(
        request,
        401,
        "token-refused",
        "This token does not open anything",
        "It is unknown, expired, revoked, or not for your address. Make one under your account.",
    )
    response["WWW-Authenticate"] = f'{REALM}, error="invalid_token"'
    return response


def _beyond_scope(request: HttpRequest, scope: str | None) -> HttpResponse:
    detail = (
        f"This needs the scope {scope}. Make a token that has it."
        if scope
        else "Tokens do nothing here. Sign in instead."
    )
    response = problem(request, 403, "insufficient-scope", "Not within the token's scopes", detail)
    told = f', scope="{scope}"' if scope else ""
    response["WWW-Authenticate"] = f'{REALM}, error="insufficient_scope"{told}'
    return response


def _told_to_wait(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    response = problem(
        request,
        429,
        "too-many-requests",
        "Too many requests",
        f"{verdict.limit} a minute are allowed. Ask again in {verdict.retry_seconds} s.",
    )
    for name, value in verdict.headers().items():
        response[name] = value
    return response
