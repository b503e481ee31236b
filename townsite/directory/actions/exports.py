"""Making a file of a view, within the scope of whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.audit.targets import PlainTarget
from townsite.common.actors import Actor
from townsite.common.errors import Unsupported
from townsite.directory.columns import Column
from townsite.directory.criteria import Criteria
from townsite.directory.exporting.formats import FORMATS, Format


@dataclass(frozen=True)
class ExportTarget(PlainTarget):
    """What the event of an export is about."""

    label: str

    event_kind = "export"
    event_id = "sites"

    @property
    def event_label(self) -> str:
        return self.label


def format_named(kind: str) -> Format:
    """The kind of file. Raises Unsupported."""
    if kind not in FORMATS:
        raise Unsupported(f"There is no export “{kind}”. Use one of {', '.join(FORMATS)}.")
    return FORMATS[kind]


@transaction.atomic
def export_sites(
    *,
    path: Path,
    kind: str,
    criteria: Criteria,
    columns: Sequence[Column],
    sort: str,
    by: Actor,
    at: datetime,
) -> int:
    """How many sites were written to the file; who took what is recorded.

    Raises Unsupported for an unknown kind, Invalid for criteria or an order not understood.
    """
    chosen = format_named(kind)
    criteria.require_understood()
    count = chosen.write(path, criteria, columns, sort)
    record_event(
        EventType.EXPORT_MADE,
        target=ExportTarget(f"{count:,} sites as {chosen.name}"),
        by=by,
        at=at,
        changes={
            "question": [None, criteria.text() or "all sites"],
            "columns": [None, ", ".join(column.name for column in columns)],
            "sites": [None, count],
        },
    )
    return count
