"""Conditional writes: ETag and If-Match (RFC 9110), so that nobody overwrites unseen changes."""

import re

from django.http import HttpRequest, HttpResponse

from townsite.common.errors import Invalid, PreconditionRequired


def etag(version: int) -> str:
    """The entity tag of a record's version."""
    return f'"{version}"'


def required_version(request: HttpRequest) -> int | None:
    """The version the caller read, from If-Match; None for `*`, which accepts any.

    Raises PreconditionRequired (428) without the header, Invalid when it holds no tag of ours.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired(
            "Send If-Match with the ETag of the version you read, or * to overwrite any."
        )
    if given == "*":
        return None
    match = re.fullmatch(r'(?:W/)?"(\d{1,9})"', given)
    if match is None:
        raise Invalid(f"If-Match {given} is no ETag of this record. Send it as you received it.")
    return int(match[1])


def with_etag(response: HttpResponse, version: int) -> HttpResponse:
    """The response, tagged with the record's version."""
    response["ETag"] = etag(version)
    return response


def unchanged(request: HttpRequest, version: int) -> bool:
    """Whether the caller already has this version (If-None-Match)."""
    return request.headers.get("If-None-Match", "").strip() == etag(version)
