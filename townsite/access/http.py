"""Checking a permission at the door of an interface."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from townsite.access.actions import require
from townsite.access.choices import Permission
from townsite.common.scope import NOBODY, Scope

View = Callable[..., HttpResponse]


def scope_in(request: HttpRequest) -> Scope:
    """The scope that the middleware found for this request."""
    return getattr(request, "scope", NOBODY)


def needs(permission: Permission) -> Callable[[View], View]:
    """A decorator: Forbidden unless a role of the reader holds the permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(scope_in(request), permission)
            return view(request, *args, **kwargs)

        return checked

    return decorate
