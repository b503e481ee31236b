"""Sessions kept in a table of our own, so that each row knows whose it is."""

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from townsite.accounts.models import Session


class SessionStore(DatabaseStore):
    """Django's session in the database, with its person as a column."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save: Django's, and the person that the data names."""
        row = cast("Session", super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        return row

    def take(self, stored: str | None) -> None:
        """Uses data that was read with something else, instead of reading it again."""
        if stored is None:
            self._session_key = None
        self._session_cache = {} if stored is None else self.decode(stored)
