"""Reading the event spine, newest first, by cursor."""

from datetime import datetime
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


def event_page(
    *,
    before: int | None = None,
    limit: int = 50,
    event_type: str = "",
    actor_id: UUID | None = None,
    actor: str = "",
    target: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Event]:
    """Up to `limit` events in scope, newest first, by type, actor, target's label and time."""
    events = recent_events(before=before)
    if event_type:
        events = events.filter(type=event_type)
    if actor_id:
        events = events.filter(actor_id=actor_id)
    if actor:
        events = events.filter(actor_label__icontains=actor)
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lte=until)
    if target:
        events = events.filter(target_label__icontains=target)
    return list(events[:limit])
