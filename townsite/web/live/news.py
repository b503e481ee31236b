"""What a listener hears of an event: only of change sets that they may see."""

from typing import Any

from townsite.audit.live import LIVE
from townsite.audit.models import Event
from townsite.changes.models import ChangeSet
from townsite.common.scope import Scope, scoped
from townsite.territories.models import Territory

MOST_MISSED = 50
SAID = {
    "change_set.submitted": "submitted",
    "change_set.approved": "approved",
    "change_set.rejected": "rejected",
    "change_set.scheduled": "scheduled",
    "change_set.published": "published",
    "change_set.refused": "not published",
    "change_set.reverted": "reverted",
    "change_set.cancelled": "given up",
    "change_set.commented": "commented on",
}


def events_named(ids: list[int]) -> list[Event]:
    """The live events with these ids, oldest first; whatever their readers may see."""
    with scoped(Scope.system("live")):
        return list(Event.objects.filter(pk__in=ids, type__in=LIVE).order_by("pk"))


def events_missed(after: int) -> list[Event]:
    """The latest live events that followed `after`, oldest first."""
    with scoped(Scope.system("live")):
        rows = Event.objects.filter(pk__gt=after, type__in=LIVE).order_by("-pk")
        return list(rows[:MOST_MISSED])[::-1]


def news_of(event: Event, scope: Scope) -> dict[str, Any] | None:
    """The event as the person with this scope may hear it; None for what they may not see.

    Row-level security decides: on the change set, and on each territory named.
    """
    with scoped(scope):
        row = ChangeSet.objects.select_related("created_by").filter(pk=event.target_id).first()
        if row is None:
            return None
        touched = Territory.objects.filter(touches__change_set=row).order_by("code")
        return {
            "number": row.number,
            "title": row.title,
            "what": SAID[event.type],
            # The publication itself is the work of a job; people know whose change it is.
            "by": str(row.created_by) if event.actor_id is None else event.actor_label,
            "mine": event.actor_id == scope.user_id,
            "territories": list(touched.values_list("code", flat=True)[:100]),
            "at": event.at.isoformat(),
        }
