"""One transaction and one scope for each request."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from townsite.access.arrival import PUBLIC, Arrival
from townsite.access.queries import scope_from, scope_of
from townsite.accounts.models import User
from townsite.audit.actions import Origin, origin
from townsite.common import clock
from townsite.common.addresses import client_address
from townsite.common.scope import NOBODY, Scope, scoped

FAILED = 400


class ScopeMiddleware:
    """Runs the view inside a transaction in which the database knows who asks.

    ATOMIC_REQUESTS would not do: it wraps the view only, so the settings made here would be lost.
    An answer of 400 or more takes every write of the request back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = NOBODY  # type: ignore[attr-defined] # read by every interface
        if request.path.startswith(PUBLIC):
            return self.get_response(request)
        request.scope = request_scope(request)  # type: ignore[attr-defined] # as above
        with (
            scoped(request.scope),  # type: ignore[attr-defined] # as above
            origin(_origin(request)),
        ):
            response = self.get_response(request)
            if response.status_code >= FAILED:
                transaction.set_rollback(True)
        return response


def _origin(request: HttpRequest) -> Origin:
    return Origin(request_id=getattr(request, "request_id", ""), address=client_address(request))


def request_scope(request: HttpRequest) -> Scope:
    """The scope of whoever is signed in, or nobody's."""
    user = request.user
    if not isinstance(user, User):
        return NOBODY
    arrival = getattr(request, "arrival", Arrival())
    if arrival.user is not None and arrival.user.pk == user.pk:
        scope = scope_from(user, arrival.reach)
        return arrival.limits.limited(scope) if arrival.limits else scope
    return scope_of(user, at=clock.now())
