"""Who asks, and whether a fragment or a whole page is wanted."""

from django.http import HttpRequest

from townsite.accounts.models import User
from townsite.common.errors import Forbidden


def person_in(request: HttpRequest) -> User:
    """The person signed in. Raises Forbidden for a stranger."""
    if not isinstance(request.user, User):
        raise Forbidden("Sign in first; strangers change nothing here.")
    return request.user


def wants_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asked, so that only a part of the page is due."""
    return bool(getattr(request, "htmx", False))
