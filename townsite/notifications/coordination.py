"""News of requests between territories: both sides, whoever spoke, and above them when overdue."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Q

from townsite.access.choices import Role
from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.notifications.choices import NoticeKind
from townsite.notifications.news import News, Words
from townsite.territories.models import Post, Territory
from townsite.workflows.choices import EntryKind
from townsite.workflows.models import CoordinationRequest

HEARD = (
    EventType.COORDINATION_OPENED,
    EventType.COORDINATION_ANSWERED,
    EventType.COORDINATION_SAID,
    EventType.COORDINATION_ENDED,
    EventType.COORDINATION_ESCALATED,
)
MANAGING = (Role.DISTRICT_MANAGER, Role.ACCOUNT_MANAGER, Role.TERRITORY_ADMIN)
TITLES = {
    EntryKind.ASKED: "{by} asks {answering}: {title}",
    EntryKind.ACCEPTED: "{answering} accepted: {title}",
    EntryKind.DECLINED: "{answering} declined: {title}",
    EntryKind.ESCALATED: "Unanswered by {answering}: {title}",
    EntryKind.ENDED: "Ended: {title}",
    EntryKind.WITHDRAWN: "Withdrawn: {title}",
    EntryKind.MESSAGE: "{by} on {title}",
}


def coordination_news(event: Event, *, at: datetime) -> list[News]:
    """What a step is to whom; each step has an event a side, of which one is read."""
    row = CoordinationRequest.objects.select_related("protocol").filter(pk=event.target_id).first()
    if row is None or event.territory_id != row.asking_id:
        return []
    kind = EntryKind(event.changes["step"][1])
    people = _concerned(row, kind, at=at)
    words = partial(_words, row, event, kind)
    due = row.due_at if kind in (EntryKind.ASKED, EntryKind.ESCALATED) else None
    return [
        News(NoticeKind.COORDINATION, f"event:{event.pk}", people, words, due, but={event.actor_id})
    ]


def _concerned(row: CoordinationRequest, kind: EntryKind, *, at: datetime) -> set[UUID]:
    people = {row.opened_by_id} | _running(row.answering, at)
    people |= {each for each in row.entries.values_list("by_id", flat=True) if each}
    if kind == EntryKind.ASKED:
        people |= _above(row.answering, row.protocol.told_roles, at)
    if kind == EntryKind.ESCALATED:
        people |= _above(row.answering, [Role.REGIONAL_VP], at)
    return people


def _running(territory: Territory, at: datetime) -> set[UUID]:
    """Who holds its posts, or a manager's grant over that very territory."""
    posts = Post.objects.filter(territory=territory, valid_during__contains=at)
    grants = Grant.objects.filter(territory=territory, role__in=MANAGING, valid_during__contains=at)
    found = [*posts.values_list("holder_id", flat=True), *grants.values_list("user_id", flat=True)]
    return {each for each in found if each}


def _above(territory: Territory, roles: list[str], at: datetime) -> set[UUID]:
    places = Q(territory__code__in=territory.path.split(".")) | Q(territory=None, site=None)
    rows = Grant.objects.filter(places, role__in=roles, valid_during__contains=at)
    return set(rows.values_list("user_id", flat=True))


def _words(row: CoordinationRequest, event: Event, kind: EntryKind, reader: User) -> Words:
    """Without title or text for who does not see the request."""
    if not CoordinationRequest.objects.filter(pk=row.pk).exists():
        return Words("A request between territories moved on")
    title = TITLES[kind].format(
        by=event.actor_label, answering=row.answering_label, title=row.title
    )
    return Words(title, event.reason, f"/coordination/{row.number}/")
