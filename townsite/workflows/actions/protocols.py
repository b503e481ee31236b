"""Writing protocols."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.errors import Invalid
from townsite.workflows.models import Protocol

FIELDS = (
    "code", "name", "occasion", "leads", "told_roles", "answer_hours", "longest_days",
    "instructions", "is_active",
)  # fmt: skip


@transaction.atomic
def save_protocol(
    *, protocol: Protocol | None, values: dict[str, Any], by: User, at: datetime
) -> Protocol:
    """The new or changed protocol; requests that are open keep their dates.

    Raises Invalid with every problem.
    """
    row = protocol or Protocol()
    changes = {
        name: [None if protocol is None else getattr(row, name), value]
        for name, value in values.items()
        if name in FIELDS and (protocol is None or getattr(row, name) != value)
    }
    for name, (_before, value) in changes.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        fields = {name: list(said) for name, said in error.message_dict.items()}
        raise Invalid(" ".join(error.messages), fields=fields) from error
    row.save()
    record_event(EventType.PROTOCOL_SAVED, target=row, by=by, at=at, changes=changes)
    return row
