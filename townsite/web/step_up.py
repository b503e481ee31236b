"""Asking people once more who they are, before what would harm most."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def confirmed(view: View, *, when: Callable[[HttpRequest], bool] | None = None) -> View:
    """A decorator: whoever neither signed in nor confirmed lately is asked to, and comes back.

    What was sent is kept meanwhile and carried out then. Programs with a token showed it just now.
    `when` limits it to requests that harm much.
    """
    guarded = reauthentication_required(view, enabled=when)

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = view if getattr(request, "token", None) else guarded
        return asked(request, *args, **kwargs)

    return checked
