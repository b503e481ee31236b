"""News of the moment: events that open pages should hear of as soon as they are committed.

PostgreSQL's NOTIFY tells an event's id at the commit of its transaction, never before and never of
one that was rolled back. Who hears may still not see it: listeners ask again under their scope.
"""

from django.db import connection

from townsite.audit.event_types import EventType
from townsite.audit.models import Event

CHANNEL = "townsite_live"
LIVE = frozenset(
    {
        EventType.CHANGE_SET_SUBMITTED,
        EventType.CHANGE_SET_APPROVED,
        EventType.CHANGE_SET_REJECTED,
        EventType.CHANGE_SET_SCHEDULED,
        EventType.CHANGE_SET_PUBLISHED,
        EventType.CHANGE_SET_REFUSED,
        EventType.CHANGE_SET_REVERTED,
        EventType.CHANGE_SET_CANCELLED,
        EventType.CHANGE_SET_COMMENTED,
    }
)


def announce(event: Event) -> None:
    """Lets every process that listens know of the event, once it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(event.pk)])


def last_event_id() -> int:
    """The highest id given so far: where a page that is shown now begins to listen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(pg_sequence_last_value('audit_event_id_seq'), 0)")
        return int(cursor.fetchone()[0])
