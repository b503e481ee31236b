"""Reading the token that a request carries: Bearer (RFC 6750), or Basic (RFC 7617) as QGIS sends it."""

import base64
import binascii

from django.http import HttpRequest


def presented_token(request: HttpRequest) -> str | None:
    """The token in the Authorization header; None without one, empty text when it holds no token.

    For Basic it is the password, or the name when the password is empty.
    """
    header = request.headers.get("Authorization", "")
    scheme, _, given = header.partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic":
        return _from_basic(given.strip())
    return "" if header else None


def _from_basic(given: str) -> str:
    try:
        name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return password or name
