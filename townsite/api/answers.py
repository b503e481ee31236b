"""Answers in the shapes the API promises."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from townsite.api.conditional import with_etag
from townsite.common.errors import Invalid
from townsite.common.rendering import dumps

JSON = "application/json"
GEOJSON = "application/geo+json"


def as_json(value: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """JSON, tagged with the record's version if it has one."""
    response = HttpResponse(dumps(value), status=status, content_type=JSON)
    return with_etag(response, version) if version is not None else response


def wants_geojson(request: HttpRequest) -> bool:
    """Whether the caller asked for GeoJSON (RFC 7946) by Accept."""
    return GEOJSON in request.headers.get("Accept", "")


def chosen(fields: str, known: dict[str, Any] | list[str]) -> list[str]:
    """The fields named in `fields`, comma-separated; all known ones when it is empty.

    Raises Invalid naming the unknown ones and what is offered.
    """
    asked = [name.strip() for name in fields.split(",") if name.strip()]
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise Invalid(
            f"Unknown fields: {', '.join(unknown)}. Offered are {', '.join(known)}.",
            fields={"fields": [f"“{name}” is no field." for name in unknown]},
        )
    return asked or list(known)


def page(request: HttpRequest, items: bytes, cursor: str | None) -> HttpResponse:
    """`{"items": […], "next": …}` around items already written as JSON, with a Link header."""
    address = _next_address(request, cursor)
    body = b'{"items":' + items + b',"next":' + dumps(address) + b"}"
    response = HttpResponse(body, content_type=JSON)
    if address:
        # RFC 8288
        response["Link"] = f'<{address}>; rel="next"'
    return response


def _next_address(request: HttpRequest, cursor: str | None) -> str | None:
    if not cursor:
        return None
    query = {name: text for name, text in request.GET.items() if name != "cursor"}
    return f"{request.path}?{urlencode({**query, 'cursor': cursor})}"
