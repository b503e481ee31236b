"""What every step of a request does: lock, check the side, write the thread, record the event."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from townsite.accounts.models import User
from townsite.audit.actions import Draft, record_events
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Forbidden
from townsite.common.scope import current_scope
from townsite.territories.models import Territory
from townsite.workflows.choices import EntryKind
from townsite.workflows.choices import RequestState as S
from townsite.workflows.errors import RequestState, RequestUnknown
from townsite.workflows.models import CoordinationRequest, ThreadEntry


@dataclass(frozen=True)
class _Side:
    """The request as one territory's timeline tells of it."""

    request: CoordinationRequest
    event_territory_id: UUID | None

    event_kind = "coordinationrequest"
    event_site_id = None

    @property
    def event_id(self) -> str:
        return str(self.request.pk)

    @property
    def event_label(self) -> str:
        return str(self.request)


def locked(request: CoordinationRequest, *states: S) -> CoordinationRequest:
    """The request as it is now, locked. Raises RequestUnknown out of reach, RequestState else."""
    rows = CoordinationRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("protocol").filter(pk=request.pk).first()
    if row is None:
        raise RequestUnknown(f"There is no request {request.number} that you may work on.")
    if row.state not in states:
        wanted = " or ".join(state.label.lower() for state in states)
        raise RequestState(
            f"Request {row.number} is {row.get_state_display().lower()}; this is possible only "
            f"while it is {wanted}."
        )
    return row


def require_side(territory_id: UUID, label: str) -> None:
    """Raises Forbidden unless the present scope may change the territory."""
    reach = current_scope().write
    if not reach.everything and territory_id not in reach.territory_ids:
        raise Forbidden(f"Only {label} decides this, and those above it.")


def step(
    row: CoordinationRequest,
    kind: EntryKind,
    event: EventType,
    *,
    by: Actor,
    at: datetime,
    text: str = "",
) -> ThreadEntry:
    """The entry of the thread; both territories' timelines tell of it."""
    entry = ThreadEntry.objects.create(
        request=row,
        kind=kind,
        text=text.strip(),
        by=by if isinstance(by, User) else None,
        by_label=by.actor_label[:200],
        at=at,
    )
    changes = {"step": [None, kind.value]}
    record_events(
        Draft(event, _Side(row, territory), by, at, text.strip(), changes)
        for territory in (row.asking_id, row.answering_id)
    )
    return entry


def named(territory: Territory) -> str:
    """Code and name, as both sides read it."""
    return f"{territory.code} {territory.name}"
