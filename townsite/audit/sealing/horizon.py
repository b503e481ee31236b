"""Up to which id every event is there: no transaction that still runs can add one below it.

Ids are given when an event is written, not when it is committed, so a slow transaction may commit
a low id late. Whoever writes an event holds a lock of the table from before its id is drawn until
its end. So a mark is set: the highest id, then who holds such a lock. When all of them have ended,
all ids up to the mark are decided. Nobody waits, and no writer is slowed.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from townsite.audit.models import HorizonMark

_HIGHEST = "SELECT coalesce(pg_sequence_last_value('audit_event_id_seq'), 0)"
_WRITERS = """
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'audit_event'::regclass AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND mode NOT IN ('AccessShareLock', 'RowShareLock') AND pid IS DISTINCT FROM pg_backend_pid()
"""


def safe_id(*, at: datetime) -> int:
    """The highest id up to which all events are decided; 0 when none is. Sets a mark for later."""
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST)
        (highest,) = cursor.fetchone()
        # Asked after the highest id: who drew one up to it and still runs is among them.
        held = _writers(cursor)
    if highest:
        HorizonMark.objects.get_or_create(
            upto_id=highest, defaults={"writers": sorted(held), "marked_at": at}
        )
    marks = HorizonMark.objects.order_by("-upto_id")
    safe = next((mark.upto_id for mark in marks if not held & set(mark.writers)), 0)
    HorizonMark.objects.filter(upto_id__lt=safe).delete()
    return safe


def _writers(cursor: Any) -> set[str]:
    cursor.execute(_WRITERS)
    return {row[0] for row in cursor.fetchall()}
