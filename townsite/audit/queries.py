"""Reading the event spine, newest first, by cursor."""

from uuid import UUID

from django.db.models import QuerySet

from townsite.audit.models import Event


def site_timeline(site_id: UUID, *, before: int | None = None) -> QuerySet[Event]:
    """Events of one site, newest first; `before` is the id of the last one already read."""
    return recent_events(before=before).filter(site_id=site_id)


def recent_events(*, before: int | None = None) -> QuerySet[Event]:
    """Events in scope, newest first."""
    events = Event.objects.order_by("-id")
    return events.filter(id__lt=before) if before else events


def events_after(cursor: int, *, limit: int) -> list[Event]:
    """Up to `limit` events in scope that follow `cursor`, oldest first: for feeds."""
    return list(Event.objects.filter(id__gt=cursor).order_by("id")[:limit])


def event_page(
    *,
    before: int | None = None,
    limit: int = 50,
    event_type: str = "",
    actor_id: UUID | None = None,
    target: str = "",
) -> list[Event]:
    """Up to `limit` events in scope, newest first, by type, actor and target label."""
    events = recent_events(before=before)
    if event_type:
        events = events.filter(type=event_type)
    if actor_id:
        events = events.filter(actor_id=actor_id)
    if target:
        events = events.filter(target_label__icontains=target)
    return list(events[:limit])
