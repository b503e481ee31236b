"""Recording that data left: who took what, by which question, and how much of it."""

from dataclasses import dataclass
from datetime import datetime

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.audit.targets import PlainTarget
from townsite.common.actors import Actor

LONGEST_KEY = 40


@dataclass(frozen=True)
class ExportTarget(PlainTarget):
    """What the event of an export is about."""

    what: str
    label: str

    event_kind = "export"

    @property
    def event_id(self) -> str:
        return self.what[:LONGEST_KEY]

    @property
    def event_label(self) -> str:
        return self.label


def record_export(
    what: str, *, rows: int, form: str, question: str, by: Actor, at: datetime, **more: str
) -> Event:
    """The recorded event of `rows` rows of `what` taken as a file of the given form.

    `question` says in words which of them; `more` holds what else tells the file's content.
    """
    told = {"question": question, "rows": rows, **more}
    return record_event(
        EventType.EXPORT_MADE,
        target=ExportTarget(what, f"{rows:,} {what} as {form}"),
        by=by,
        at=at,
        changes={name: [None, value] for name, value in told.items()},
    )
