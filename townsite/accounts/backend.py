"""Signing in as allauth does it, without reading a person twice in one request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from townsite.accounts.models import User

_known: ContextVar[User | None] = ContextVar("known_user", default=None)


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """Whether the person may come in is still decided here, whoever read the row."""

    def get_user(self, user_id: Any) -> User | None:
        known = _known.get()
        if known is None or known.pk != user_id:
            found: User | None = super().get_user(user_id)
            return found
        return known if self.user_can_authenticate(known) else None


@contextmanager
def known_user(user: User | None) -> Iterator[None]:
    """Within the block the session's person is this one, already read from the database."""
    former = _known.set(user)
    try:
        yield
    finally:
        _known.reset(former)
