"""Going over the chain: every event, every seal and every closed day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from townsite.audit.models import DaySeal
from townsite.audit.sealing.breaks import Break, event_breaks
from townsite.audit.sealing.canonical import ENTRIES, NO_LINK, seal_link
from townsite.audit.sealing.days import day_breaks
from townsite.common.scope import require_everything

SEALS_A_READ = 50
MOST_BREAKS = 100  # more tell nothing new
_SEALS = f"""
SELECT s.number, s.day, s.after_id, s.upto_id, s.events, s.before, s.link, sha256(s.entries),
    octet_length(s.entries), s.entries = found.entries
FROM audit_seal s CROSS JOIN LATERAL (
    SELECT {ENTRIES} AS entries FROM audit_event e WHERE e.id > s.after_id AND e.id <= s.upto_id
) found
WHERE s.number > %s ORDER BY s.number LIMIT {SEALS_A_READ}
"""
_UNSEALED = "SELECT count(*) FROM audit_event WHERE id > %s"
_COUNT = "SELECT coalesce(sum(events), 0) FROM audit_seal"


@dataclass(frozen=True)
class SealRow:
    """A seal as stored, and whether the events still are what it holds."""

    number: int
    day: date
    after_id: int
    upto_id: int
    events: int
    before: bytes
    link: bytes
    entries_hash: bytes
    entries_bytes: int
    is_as_sealed: bool


@dataclass
class Verification:
    """What was looked at and what is wrong, in the order of the chain."""

    events: int = 0
    seals: int = 0
    days: int = 0
    unsealed: int = 0
    head: bytes = NO_LINK
    links: set[str] = field(default_factory=set)
    breaks: list[Break] = field(default_factory=list)

    @property
    def first_break(self) -> Break | None:
        """The earliest link that does not hold; None when all hold."""
        return self.breaks[0] if self.breaks else None


def sealed_count() -> int:
    """How many events a verification goes over."""
    return int(_one(_COUNT))


def verify_chain(on_progress: Callable[[int], None] = lambda _events: None) -> Verification:
    """The state of the whole chain. Call it within the scope of everything.

    Raises Forbidden in a narrower scope. `on_progress` hears how many events more were checked.
    """
    require_everything()
    told = Verification()
    last = SealRow(0, date.min, 0, 0, 0, b"", NO_LINK, b"", 0, True)
    for row in _seals():
        told.breaks += _seal_breaks(row, last)
        told.links.add(row.link.hex())
        told.seals, told.events, last = told.seals + 1, told.events + row.events, row
        on_progress(row.events)
        if len(told.breaks) >= MOST_BREAKS:
            break
    told.head, told.unsealed = last.link, int(_one(_UNSEALED, last.upto_id))
    told.breaks += day_breaks()
    told.days = DaySeal.objects.count()
    return told


def _seals() -> Iterator[SealRow]:
    number = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SEALS, [number])
            rows = [SealRow(*row) for row in cursor.fetchall()]
        if not rows:
            return
        yield from rows
        number = rows[-1].number


def _seal_breaks(row: SealRow, last: SealRow) -> Iterator[Break]:
    """First the chain, then the seal itself, then its events."""
    if row.number != last.number + 1 or row.after_id != last.upto_id:
        yield Break(
            "missing seal", row.day, row.number,
            f"Seals {last.number + 1} to {row.number - 1} are missing, or their events: ids"
            f" {last.upto_id + 1} to {row.after_id}.",
        )  # fmt: skip
    elif row.before != last.link:
        yield Break(
            "changed seal", row.day, row.number,
            f"Seal {row.number} does not follow the link of seal {last.number}.",
        )  # fmt: skip
    if row.link != _link(row):
        yield Break(
            "changed seal", row.day, row.number,
            f"Seal {row.number} holds other values than its link was made of.",
        )  # fmt: skip
    if not row.is_as_sealed:
        yield from event_breaks(row.number)


def _link(row: SealRow) -> bytes:
    return seal_link(
        number=row.number,
        day=row.day,
        after_id=row.after_id,
        upto_id=row.upto_id,
        entries_hash=row.entries_hash,
        before=row.before,
    )


def _one(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
