"""What every page of the portal knows."""

from typing import Any

from django.http import HttpRequest

from townsite.access.arrival import Arrival
from townsite.common.scope import NOBODY
from townsite.web.live.address import live_address


def portal(request: HttpRequest) -> dict[str, Any]:
    """The scope of the reader, for showing and hiding what they may do, and what they owe first."""
    scope = getattr(request, "scope", NOBODY)
    return {
        "scope": scope,
        "due": getattr(request, "arrival", Arrival()).due,
        "may": {name.replace(".", "_"): True for name in scope.permissions},
        "live_address": live_address(request),
    }
