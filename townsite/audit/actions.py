"""Recording events, in the transaction of the action they tell of."""

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from townsite.audit.event_types import EventType
from townsite.audit.live import LIVE, announce
from townsite.audit.models import Event
from townsite.common.actors import Actor


class Target(Protocol):
    """What an event is about; models say how they are named and which site they belong to."""

    @property
    def event_kind(self) -> str: ...
    @property
    def event_id(self) -> str: ...
    @property
    def event_label(self) -> str: ...
    @property
    def event_site_id(self) -> UUID | None: ...
    @property
    def event_territory_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Origin:
    """Where writes come from: the request or the job that is running."""

    request_id: str = ""
    job_id: str = ""
    address: str = ""
    on_behalf_of_id: UUID | None = None
    on_behalf_of_label: str = ""


NO_ORIGIN = Origin()
_origin: ContextVar[Origin] = ContextVar("origin", default=NO_ORIGIN)


@contextmanager
def origin(value: Origin) -> Any:
    """Marks every event recorded inside with this request or job."""
    token = _origin.set(value)
    try:
        yield
    finally:
        _origin.reset(token)


def current_origin() -> Origin:
    """The request or job that is running; set-based writers put it into their own SQL."""
    return _origin.get()


@dataclass(frozen=True)
class Draft:
    """An event about to be recorded."""

    type: EventType
    target: Target
    by: Actor
    at: datetime
    reason: str = ""
    changes: dict[str, list[Any]] = field(default_factory=dict)

    def event(self) -> Event:
        """The row, with the origin of the running request or job."""
        source = _origin.get()
        return Event(
            type=self.type,
            at=self.at,
            target_kind=self.target.event_kind,
            target_id=self.target.event_id,
            target_label=self.target.event_label[:200],
            site_id=self.target.event_site_id,
            territory_id=self.target.event_territory_id,
            actor_id=self.by.pk,
            actor_label=self.by.actor_label[:200],
            on_behalf_of_id=source.on_behalf_of_id,
            on_behalf_of_label=source.on_behalf_of_label,
            reason=self.reason,
            changes=self.changes,
            request_id=source.request_id,
            job_id=source.job_id,
            address=source.address or None,
        )


def record_event(
    event_type: EventType,
    *,
    target: Target,
    by: Actor,
    at: datetime,
    reason: str = "",
    changes: dict[str, list[Any]] | None = None,
) -> Event:
    """The recorded event. Call it inside the transaction of the action it tells of."""
    draft = Draft(event_type, target=target, by=by, at=at, reason=reason, changes=changes or {})
    event = draft.event()
    event.save(force_insert=True)
    if event_type in LIVE:
        announce(event)
    return event


def record_events(drafts: Iterable[Draft]) -> int:
    """How many events were recorded, in few statements."""
    return len(Event.objects.bulk_create([draft.event() for draft in drafts], batch_size=2_000))
