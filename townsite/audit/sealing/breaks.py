"""Where the chain does not hold, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from townsite.audit.models import Event, Seal
from townsite.audit.sealing.canonical import ENTRIES, digests_in

MOST_EVENTS = 100
_NOW = f"""
SELECT {ENTRIES} FROM audit_seal s JOIN audit_event e ON e.id > s.after_id AND e.id <= s.upto_id
WHERE s.number = %s
"""


@dataclass(frozen=True)
class Break:
    """One link that does not hold.

    `what` is “changed”, “deleted” or “inserted” of an event, “changed seal”, “missing seal”,
    “changed day” or “missing day” otherwise.
    """

    what: str
    day: date
    seal: int | None
    detail: str
    event_id: int | None = None

    def __str__(self) -> str:
        return f"{self.day}: {self.detail}"


def event_breaks(number: int) -> Iterator[Break]:
    """The events of a seal that are not as they were sealed, by id."""
    seal = Seal.objects.get(number=number)
    sealed = digests_in(bytes(seal.entries))
    with connection.cursor() as cursor:
        cursor.execute(_NOW, [number])
        found = digests_in(bytes(cursor.fetchone()[0]))
    odd = sorted(key for key in sealed.keys() | found.keys() if sealed.get(key) != found.get(key))[
        :MOST_EVENTS
    ]
    rows = Event.objects.in_bulk(odd)
    for key in odd:
        what = _what(key, sealed, found)
        detail = f"Event {key} {_SAID[what]}"
        if row := rows.get(key):
            detail += f" It now reads: {row.type} of {row.target_label} by {row.actor_label}, {row.at:%F %T} UTC."
        yield Break(what, seal.day, number, detail, key)


_SAID = {
    "changed": "was changed after it was sealed.",
    "deleted": "was sealed and is gone.",
    "inserted": "was added after its place was sealed.",
}


def _what(key: int, sealed: dict[int, bytes], found: dict[int, bytes]) -> str:
    if key not in found:
        return "deleted"
    return "changed" if key in sealed else "inserted"
