"""Times as the reader's clock shows them."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from townsite.access.arrival import PUBLIC
from townsite.accounts.models import User

Handler = Callable[[HttpRequest], HttpResponse]


def own_time(get_response: Handler) -> Handler:
    """Shows and reads every time of a page in the zone of the person's preferences.

    Strangers, and people whose zone this machine no longer knows, get UTC.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request)):
            return get_response(request)

    return middleware


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """The zone to show times in; None for the program's own, UTC."""
    # Asking who it is would make answers for everybody depend on the cookie.
    if request.path.startswith(PUBLIC) or not isinstance(request.user, User):
        return None
    try:
        return ZoneInfo(request.user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
