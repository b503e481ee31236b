"""Nobody reads a page of the portal without signing in; a new view is closed by default."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from townsite.access.arrival import Arrival
from townsite.access.due import Due
from townsite.common.rendering import dumps

# Static files and the base map hold no data; sign-in and the API guard themselves.
OPEN = ("/static/", "/basemap/", "/health", "/accounts/", "/api/", "/.well-known/")
# Where a person settles what is due, and signs out.
SETTLING = ("/static/", "/basemap/", "/health", "/accounts/", "/.well-known/")
FORBIDDEN = 403


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page, and back afterwards to where they were going."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        due = getattr(request, "arrival", Arrival()).due
        if due and not request.path.startswith(SETTLING):
            return _led_to(due, request)
        if request.path.startswith(OPEN):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """A redirect; a fragment asked for by HTMX moves the whole page there instead."""
        return for_fragments(request, super().handle_no_permission(request, view_func))


def for_fragments(request: HttpRequest, response: HttpResponseRedirect) -> HttpResponseRedirect:
    """The redirect; for a fragment asked for by HTMX one that moves the whole page."""
    if request.headers.get("HX-Request"):
        response["HX-Redirect"] = response["Location"]
        del response["Location"]
        response.status_code = 204
    return response


def _led_to(due: Due, request: HttpRequest) -> HttpResponse:
    """To the page where it is settled; a program is told instead (RFC 9457)."""
    if not request.path.startswith("/api/"):
        return for_fragments(request, HttpResponseRedirect(reverse(due)))
    body = {"type": "/docs/problems#due", "title": due.demand, "status": FORBIDDEN}
    return HttpResponse(dumps(body), status=FORBIDDEN, content_type="application/problem+json")
