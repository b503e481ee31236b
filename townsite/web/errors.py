"""Pages for what went wrong; plain words, the values, and a way out."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from townsite.common.errors import Problem, http_status
from townsite.common.rendering import dumps


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page or, for HTMX, the toast of a refusal."""
    return _page(request, http_status(problem), problem.title, problem.detail)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "We could not read this request", "Go back and try it again.")


def null_character(request: HttpRequest) -> HttpResponse:
    """A plain problem (RFC 9457): nobody types this character, so no page is drawn for it."""
    body = {
        "type": "/docs/problems#null-character",
        "title": "This address holds a character that cannot be stored",
        "status": 400,
        "detail": "Take %00 out of the address.",
    }
    return HttpResponse(dumps(body), status=400, content_type="application/problem+json")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "Your role does not allow this", "Ask an administrator for a grant.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        404,
        "Nothing here",
        "The address is wrong, or what it names is not within your reach.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "Something broke on our side", "Nothing was saved. Try it again.")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for whoever asks allauth too often, for example for passkeys."""
    return _page(request, 429, "Too many attempts", "Wait a few minutes, then try it again.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        "This form has gone stale",
        "Go back, reload the page and send it again; what you typed is still in the form.",
    )


def _page(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    context: dict[str, Any] = {
        "status": status,
        "phrase": HTTPStatus(status).phrase,
        "title": title,
        "detail": detail,
        "request_id": getattr(request, "request_id", ""),
    }
    name = "errors/toast.html" if getattr(request, "htmx", False) else "errors/page.html"
    return render(request, name, context, status=status)
