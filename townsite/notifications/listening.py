"""From events of the spine to news: one small function for each type of event."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from townsite.access.models import Grant
from townsite.accounts.models import User
from townsite.audit.event_types import EventType
from townsite.audit.models import Event
from townsite.changes.choices import ChangeState, DeadlineKind
from townsite.changes.facts.naming import sites_phrase
from townsite.changes.models import ChangeSet
from townsite.notifications import audience
from townsite.notifications.choices import NoticeKind
from townsite.notifications.coordination import HEARD as COORDINATION
from townsite.notifications.coordination import coordination_news
from townsite.notifications.news import News, Words
from townsite.notifications.wording import about, customers, moment

Listener = Callable[[Event, ChangeSet, datetime], Iterator[News]]


def _asked(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    for approval, people in audience.asked_now(row, at=at):
        yield News(
            NoticeKind.APPROVAL_ASKED,
            f"asked:{approval.pk}",
            people,
            about(row, "Your decision on {set}", f"{row.created_by} proposes it. {row.reason}"),
            approval.due_at,
        )


def _approved(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    """The next in turn are asked; after the last one the authors and account managers hear."""
    yield from _asked(event, row, at)
    if row.state in (ChangeState.APPROVED, ChangeState.SCHEDULED, ChangeState.EFFECTIVE):
        yield _to_authors(event, row, f"{event.actor_label} approved {{set}}", NoticeKind.DECIDED)
        yield from _customers(event, row, at)


def _rejected(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    yield _to_authors(event, row, f"{event.actor_label} rejected {{set}}", NoticeKind.DECIDED)


def _refused(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    yield _to_authors(event, row, "Not carried out: {set}", NoticeKind.REFUSED)


def _escalated(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    for approval, people in audience.asked_now(row, at=at):
        yield News(
            NoticeKind.ESCALATED,
            f"escalated:{approval.pk}:{event.pk}",
            people | audience.authors(row),
            about(row, "Overdue: {set}", f"It waits for the {approval}.", row.reason),
            approval.escalated_due_at,
        )


def _delegated(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    for approval in row.approvals.filter(delegate__isnull=False).select_related("delegate"):
        yield News(
            NoticeKind.APPROVAL_ASKED,
            f"delegated:{approval.pk}:{approval.delegate_id}",
            {approval.delegate_id} if approval.delegate_id else set(),
            about(row, f"{event.actor_label} asks you to decide on {{set}}", row.reason),
            approval.due_at,
        )


def _published(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    yield _to_concerned(event, row, at, NoticeKind.EFFECTIVE, "In effect: {set}")
    yield from _access(event, row, sign=1)
    if row.is_emergency:
        yield from _customers(event, row, at)


def _reverted(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    yield _to_concerned(event, row, at, NoticeKind.REVERTED, "Reverted: {set}")
    yield from _access(event, row, sign=-1)


def _commented(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    people = set(row.participants.values_list("user_id", flat=True))
    people |= {each for each in row.approvals.values_list("by_id", flat=True) if each}
    words = about(row, f"{event.actor_label} on {{set}}", event.reason)
    yield News(NoticeKind.COMMENT, f"event:{event.pk}", people, words, but={event.actor_id})


def _customers(event: Event, row: ChangeSet, at: datetime) -> Iterator[News]:
    task = row.deadlines.filter(kind=DeadlineKind.CUSTOMER_TOLD, done_at=None).first()
    if task:
        people = audience.account_managers(row, at=at)
        words = customers(row, task.due_at)
        yield News(NoticeKind.CUSTOMER, f"customers:{task.pk}", people, words, task.due_at)


def _access(event: Event, row: ChangeSet, *, sign: int) -> Iterator[News]:
    """Whoever gains or loses sites, by the impact as it was measured at submission."""
    for change in row.impact.get("access", []):
        gained, lost = (change["gained"], change["lost"])[::sign]
        people = set(
            User.objects.filter(email=change.get("email", "")).values_list("pk", flat=True)
        )
        parts = [f"you gain access to {sites_phrase(gained)}"] if gained else []
        parts += [f"you no longer reach {sites_phrase(lost)}"] if lost else []
        words = about(row, f"By {{set}} {' and '.join(parts)}")
        yield News(NoticeKind.ACCESS, f"access:{event.pk}", people, words)


def _to_authors(event: Event, row: ChangeSet, title: str, kind: NoticeKind) -> News:
    people, words = audience.authors(row), about(row, title, event.reason)
    return News(kind, f"event:{event.pk}", people, words, but={event.actor_id})


def _to_concerned(event: Event, row: ChangeSet, at: datetime, kind: NoticeKind, title: str) -> News:
    decided = {each for each in row.approvals.values_list("by_id", flat=True) if each}
    people = audience.authors(row) | audience.responsible(row, at=at) | decided
    return News(kind, f"event:{event.pk}", people, about(row, title, event.reason, with_facts=True))


ON_CHANGE_SETS: dict[str, Listener] = {
    EventType.CHANGE_SET_SUBMITTED: _asked,
    EventType.CHANGE_SET_APPROVED: _approved,
    EventType.CHANGE_SET_REJECTED: _rejected,
    EventType.CHANGE_SET_DELEGATED: _delegated,
    EventType.CHANGE_SET_ESCALATED: _escalated,
    EventType.CHANGE_SET_PUBLISHED: _published,
    EventType.CHANGE_SET_REFUSED: _refused,
    EventType.CHANGE_SET_REVERTED: _reverted,
    EventType.CHANGE_SET_COMMENTED: _commented,
}
_GRANTS = {
    EventType.GRANT_GIVEN: "You are now {}",
    EventType.COVER_BEGUN: "You stand in: {}",
    EventType.GRANT_ENDED: "You are no longer {}",
    EventType.COVER_ENDED: "You no longer stand in: {}",
}
_ALERTS = {
    EventType.ALERT_RAISED: "Alert: {}",
    EventType.AUDIT_BROKEN: "The audit trail is broken",
}
HEARD = (*ON_CHANGE_SETS, *_GRANTS, *COORDINATION, *_ALERTS)


def news_of(event: Event, *, at: datetime) -> list[News]:
    """What an event is to whom; nothing when what it was about is gone."""
    if event.type in _ALERTS:
        return [_alert(event, at)]
    key = UUID(event.target_id)
    if event.type in _GRANTS:
        grant = Grant.objects.select_related("user", "territory", "site").filter(pk=key).first()
        return [_granted(event, grant)] if grant else []
    if event.type in COORDINATION:
        return coordination_news(event, at=at)
    row = ChangeSet.objects.select_related("created_by", "territory").filter(pk=key).first()
    return list(ON_CHANGE_SETS[event.type](event, row, at)) if row else []


def _granted(event: Event, grant: Grant) -> News:
    def words(reader: User) -> Words:
        until = grant.valid_during.upper
        body = f"Until {moment(until, reader)}. {event.reason}" if until else event.reason
        place = f"/territories/{grant.territory.code}/" if grant.territory else ""
        return Words(_GRANTS[EventType(event.type)].format(event.target_label), body, place)

    return News(NoticeKind.ACCESS, f"event:{event.pk}", {grant.user_id}, words)


def _alert(event: Event, at: datetime) -> News:
    """To whoever administers accounts everywhere; the words are those of the event."""
    words = Words(
        _ALERTS[EventType(event.type)].format(event.target_label),
        event.reason,
        f"/audit/{event.pk}/",
    )
    people = audience.security_administrators(at=at)
    return News(NoticeKind.ALERT, f"event:{event.pk}", people, lambda _reader: words)
