"""Reading one's own inbox."""

from dataclasses import dataclass

from django.db.models import QuerySet

from townsite.accounts.models import User
from townsite.notifications.choices import MAIL_BY_DEFAULT, MailWhen, NoticeKind
from townsite.notifications.models import Notification, Preference


@dataclass(frozen=True)
class Choice:
    """How a person is told of one kind."""

    kind: NoticeKind
    is_in_app: bool
    mail_when: MailWhen


def inbox_of(user: User, *, kind: str = "", unread: bool = False) -> QuerySet[Notification]:
    """What the person was told, the latest first."""
    rows = Notification.objects.filter(recipient=user, is_in_app=True).order_by("-id")
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(read_at=None) if unread else rows


def unread_count(user: User) -> int:
    """How many pieces of news wait for the person."""
    return Notification.objects.filter(recipient=user, is_in_app=True, read_at=None).count()


def choices_of(user: User) -> dict[NoticeKind, Choice]:
    """The person's choice for every kind, in one statement."""
    made = {row.kind: row for row in Preference.objects.filter(person=user)}
    return {
        kind: Choice(kind, row.is_in_app, MailWhen(row.mail_when))
        if (row := made.get(kind))
        else Choice(kind, True, MAIL_BY_DEFAULT[kind])
        for kind in NoticeKind
    }
