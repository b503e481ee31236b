"""What the clock tells: decisions and duties whose time is nearly over, or is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from townsite.changes.choices import ChangeState, DeadlineKind, Decision
from townsite.changes.models import Approval, Deadline
from townsite.notifications import audience
from townsite.notifications.actions import tell
from townsite.notifications.choices import NoticeKind
from townsite.notifications.models import Notification
from townsite.notifications.news import News
from townsite.notifications.wording import about, customers
from townsite.policies.queries import policies_at

GONE = (ChangeState.CANCELLED, ChangeState.REJECTED, ChangeState.REVERTED, ChangeState.DRAFT)


def remind(*, at: datetime) -> int:
    """How many people were reminded; of each thing once before it is due and once after."""
    return sum(tell(news, at=at) for news in due_news(at=at))


def _was_told(key: str) -> bool:
    """So that a duty which stays undone costs one look a minute, not its whole audience."""
    return Notification.objects.filter(key=key).exists()


def due_news(*, at: datetime) -> Iterator[News]:
    """What is due within the hours of the policy, or was missed."""
    hours = policies_at(at, keys=["notice.remind_hours"]).number("notice.remind_hours")
    soon = at + timedelta(hours=hours)
    approvals = Approval.objects.filter(decision=Decision.OPEN, due_at__gt=at, due_at__lte=soon)
    for approval in approvals.exclude(change_set__state__in=GONE).select_related("change_set"):
        yield from _decisions(approval, at)
    deadlines = Deadline.objects.filter(done_at=None, due_at__lte=soon)
    for deadline in deadlines.exclude(change_set__state__in=GONE).select_related(
        "change_set__territory"
    ):
        yield from _duty(deadline, at)


def _decisions(approval: Approval, at: datetime) -> Iterator[News]:
    row, key = approval.change_set, f"due:{approval.pk}"
    if _was_told(key):
        return
    turn = {each.pk: people for each, people in audience.asked_now(row, at=at)}
    if approval.pk in turn:
        words = about(row, "Decide soon on {set}", row.reason)
        yield News(NoticeKind.APPROVAL_DUE, key, turn[approval.pk], words, approval.due_at)


def _duty(deadline: Deadline, at: datetime) -> Iterator[News]:
    row, is_late = deadline.change_set, deadline.due_at <= at
    key = f"{'late' if is_late else 'near'}:{deadline.pk}"
    if _was_told(key):
        return
    telling = deadline.kind == DeadlineKind.CUSTOMER_TOLD
    people = audience.account_managers(row, at=at) if telling else audience.responsible(row, at=at)
    people |= audience.authors(row)
    if is_late:
        people |= audience.superiors(row, at=at)
    said = f"{'Missed' if is_late else 'Due soon'}: {deadline.get_kind_display().lower()} ({{set}})"
    words = customers(row, deadline.due_at) if telling and not is_late else about(row, said)
    yield News(NoticeKind.DEADLINE, key, people, words, deadline.due_at)
