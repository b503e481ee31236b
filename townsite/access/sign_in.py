"""Nobody reads a page of the portal without signing in; a new view is closed by default."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

# Static files and the base map hold no data; sign-in and the API guard themselves.
OPEN = ("/static/", "/basemap/", "/health", "/accounts/", "/api/", "/.well-known/")


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page, and back afterwards to where they were going."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if request.path.startswith(OPEN):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """A redirect; a fragment asked for by HTMX moves the whole page there instead."""
        response = super().handle_no_permission(request, view_func)
        if request.headers.get("HX-Request"):
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
            response.status_code = 204
        return response
