"""Sessions kept in a table of our own, so that each row knows whose it is and when it ends."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from townsite.accounts.models import Session
from townsite.common import clock

SIGN_IN = "townsite.sign_in"
# So exactly is it known when a session was last used: more would be a write for each request.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignIn:
    """What was settled when a person signed in, by the policies of that moment; times in seconds."""

    ends_at: float
    idle: float
    password_until: float | None = None
    factor_roles: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, session: SessionBase) -> Self | None:
        """What the session holds; None for strangers."""
        held = session.get(SIGN_IN)
        return cls(**held) if held else None

    def keep(self, session: SessionBase) -> None:
        """Writes it into the session."""
        session[SIGN_IN] = asdict(self)


class SessionStore(DatabaseStore):
    """Django's session in the database, with its person, its end and what is due as columns."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save: Django's, with what the data says about person and sign-in."""
        row = cast("Session", super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        row.seen_at, row.ends_at = clock.now(), row.expire_date
        held = SignIn(**data[SIGN_IN]) if data.get(SIGN_IN) and row.user_id else None
        if held:
            row.ends_at = _moment(held.ends_at)
            row.expire_date = min(row.ends_at, row.seen_at + timedelta(seconds=held.idle))
            row.password_until = (
                None if held.password_until is None else _moment(held.password_until)
            )
            row.factor_roles = held.factor_roles
        return row

    def take(self, stored: str | None) -> None:
        """Uses data that was read with something else, instead of reading it again."""
        if stored is None:
            self._session_key = None
        self._session_cache = {} if stored is None else self.decode(stored)

    def prolong(self, *, seen_at: datetime, at: datetime) -> None:
        """Lets the idle time begin anew, unless it did so a moment ago. `seen_at`: when last."""
        held = SignIn.of(self)
        if held is None or at - seen_at < SEEN_EVERY:
            return
        until = min(_moment(held.ends_at), at + timedelta(seconds=held.idle))
        Session.objects.filter(session_key=self.session_key, expire_date__gt=at).update(
            seen_at=at, expire_date=until
        )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
