"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The asker's IP address; empty when it is not known, for example behind a socket.

    `X-Forwarded-For` counts only as far as our own proxies wrote it (`TOWNSITE_TRUSTED_PROXIES`),
    since whoever asks can send any value to the left of that.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    trusted = settings.TOWNSITE_TRUSTED_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    told = passed[-trusted] if trusted and len(passed) >= trusted else direct
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""
