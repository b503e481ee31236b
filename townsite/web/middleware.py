"""What every answer of the portal and the API passes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from townsite.common.errors import Problem
from townsite.common.ids import uuid7
from townsite.web.errors import null_character, problem_page

Handler = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Handler) -> Handler:
    """Gives each request an id that its events carry and its answer names."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.request_id = str(uuid7())  # type: ignore[attr-defined] # read by scope and errors
        response = get_response(request)
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined] # as above
        return response

    return middleware


# Nothing here asks for a sensor, a payment or the screen; what a page does not need it cannot have.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


def isolation(get_response: Handler) -> Handler:
    """Keeps answers from being read by other sites' pages, and pages from what they do not need.

    Cross-Origin-Resource-Policy and Permissions-Policy (OWASP ASVS 5, 3.5 and 3.4); the opener
    policy is Django's own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def null_characters(get_response: Handler) -> Handler:
    """Refuses U+0000 in an address: PostgreSQL cannot hold it, so nothing can be meant by it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return null_character(request)
        return get_response(request)

    return middleware


class problems:  # noqa: N801 - named like the function it replaces in MIDDLEWARE
    """Turns a refusal of the domain into a page that says what was wrong and the way out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a Problem; anything else stays a server error."""
        return problem_page(request, error) if isinstance(error, Problem) else None
