"""Every refusal of the API as problem+json (RFC 9457), mapped in one place."""

from typing import Any

import structlog
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from townsite.common.errors import Problem, http_status
from townsite.common.rendering import dumps

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger()


def problem(
    request: HttpRequest, status: int, code: str, title: str, detail: str, **more: Any
) -> HttpResponse:
    """An answer in the form of RFC 9457; `type` is a relative reference into the documentation."""
    body = {
        "type": f"/docs/problems#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "request_id": getattr(request, "request_id", ""),
        **more,
    }
    return HttpResponse(dumps(body), status=status, content_type=MEDIA_TYPE)


def from_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    """The answer of a refusal of the domain, with its fields and values."""
    more = {**({"errors": error.fields} if error.fields else {}), **error.extra}
    return problem(request, http_status(error), error.code, error.title, error.detail, **more)


def from_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each malformed value with its place in the request."""
    errors: dict[str, list[str]] = {}
    for each in error.errors:
        place = ".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0])
        errors.setdefault(place, []).append(each["msg"])
    detail = "; ".join(f"{place}: {', '.join(words)}" for place, words in errors.items())
    return problem(request, 422, "invalid", "Some values are not valid", detail, errors=errors)


def from_database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    """A refusal of row-level security is a 403, a malformed character a 422; others are ours."""
    message = str(error)
    if "row-level security" in message:
        return problem(
            request,
            403,
            "beyond-reach",
            "This reaches beyond your grants",
            "The change would touch rows outside your territories and sites. Nothing was saved.",
        )
    log.error("database error", error=message, request_id=getattr(request, "request_id", ""))
    return problem(
        request, 500, "server-error", "Something broke on our side", "Nothing was saved."
    )


def from_library(request: HttpRequest, error: Any) -> HttpResponse:
    """A refusal of the API library itself, for example a body that is no JSON."""
    return problem(request, error.status_code, "refused", "Refused", str(error))


def unauthenticated(request: HttpRequest, _: Any) -> HttpResponse:
    return problem(request, 401, "sign-in-needed", "Sign in first", "No valid session was sent.")


def absent(request: HttpRequest, _: Any) -> HttpResponse:
    """Absent and beyond reach look alike, so that existence does not leak."""
    return problem(
        request, 404, "not-found", "Not found", "Nothing of that key is within your reach."
    )


HANDLERS: dict[type[Exception], Any] = {
    Problem: from_problem,
    ValidationError: from_validation,
    DatabaseError: from_database,
    AuthenticationError: unauthenticated,
    HttpError: from_library,
    Http404: absent,
}


def register(api: NinjaAPI) -> None:
    """Puts every handler on the API."""
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)
