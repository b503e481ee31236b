"""Reading the event spine, newest first, by cursor."""

from uuid import UUID

from django.db.models import QuerySet

from townsite.audit.models import HEADLINE, Event


def site_timeline(site_id: UUID, *, before: int | None = None) -> QuerySet[Event]:
    """Events of one site, newest first; `before` is the id of the last one already read."""
    return recent_events(before=before).filter(site_id=site_id)


def recent_events(*, before: int | None = None) -> QuerySet[Event]:
    """Events in scope, newest first."""
    events = Event.objects.order_by("-id")
    return events.filter(id__lt=before) if before else events


def headlines() -> QuerySet[Event]:
    """What happened in scope, newest first, without the thousand single steps of a job.

    A job that writes many sites records an event of its own; its steps stand in the trail.
    """
    return recent_events().filter(HEADLINE)


def events_after(cursor: int, *, limit: int) -> list[Event]:
    """Up to `limit` events in scope that follow `cursor`, oldest first: for feeds."""
    return list(Event.objects.filter(id__gt=cursor).order_by("id")[:limit])
