"""Where pages find the event streams, by the setting TOWNSITE_LIVE.

Empty: nowhere, pages stay as they were loaded. `/live/`: at this host, where a proxy passes it on.
`:8001`: at another port of this host, as `bin/run` serves it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port


def live_address(request: HttpRequest) -> str:
    """The address for this reader; nothing for strangers and where no process serves it."""
    place = settings.TOWNSITE_LIVE
    if not place or not request.user.is_authenticated:
        return ""
    return f"{_origin(request)}/live/" if place.startswith(":") else str(place)


def live_origin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets pages connect to the other port, which the Content-Security-Policy otherwise refuses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.TOWNSITE_LIVE.startswith(":"):
            # The attribute that django-csp reads; its decorator would set it on each view.
            response._csp_update = {"connect-src": [_origin(request)]}  # type: ignore[attr-defined]  # noqa: SLF001 - as above
        return response

    return middleware


def _origin(request: HttpRequest) -> str:
    host, _ = split_domain_port(request.get_host())
    return f"{request.scheme}://{host}{settings.TOWNSITE_LIVE}"
