"""Telling people, and what they do with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from townsite.access.queries import scope_of
from townsite.accounts.models import User
from townsite.audit.models import Event
from townsite.common.errors import Invalid
from townsite.common.scope import scoped
from townsite.notifications.choices import MailState, MailWhen, NoticeKind
from townsite.notifications.listening import HEARD, news_of
from townsite.notifications.models import Notification, Preference, SpreadEvent
from townsite.notifications.news import News
from townsite.notifications.queries import Choice, choices_of
from townsite.policies.queries import policies_at

# An older event is no news; a restored backup must not flood inboxes.
FRESH = timedelta(days=3)
AT_MOST = 500


@transaction.atomic
def spread_events(*, at: datetime) -> int:
    """How many notifications were made from events that nobody was told of yet.

    Call it within the scope of the system. The row of the event makes two workers take turns.
    """
    known = SpreadEvent.objects.filter(event_id=OuterRef("pk"))
    fresh = Event.objects.filter(~Exists(known), type__in=HEARD, at__gte=at - FRESH)
    told = 0
    for event in fresh.order_by("pk")[:AT_MOST]:
        _row, is_new = SpreadEvent.objects.get_or_create(event_id=event.pk)
        if is_new:
            told += sum(tell(news, at=at) for news in news_of(event, at=at))
    return told


def tell(news: News, *, at: datetime) -> int:
    """How many people were told who were not told before."""
    people = User.objects.filter(pk__in=news.people - news.but, is_active=True).order_by("pk")
    rows = [row for person in people if (row := _for(person, news, at))]
    before = Notification.objects.filter(key=news.key[:100]).count()
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return Notification.objects.filter(key=news.key[:100]).count() - before


def _for(person: User, news: News, at: datetime) -> Notification | None:
    choice = choices_of(person)[news.kind]
    if not choice.is_in_app and choice.mail_when == MailWhen.OFF:
        return None
    with scoped(scope_of(person, at=at)):
        words = news.words(person)
    return Notification(
        recipient=person,
        kind=news.kind,
        key=news.key[:100],
        title=words.title[:250],
        body=words.body,
        href=words.href,
        at=at,
        due_at=news.due_at,
        is_in_app=choice.is_in_app,
        mail_when=choice.mail_when,
        mail_state=MailState.NONE if choice.mail_when == MailWhen.OFF else MailState.WAITING,
        mail_at=mail_time(choice, person, at=at),
    )


def mail_time(choice: Choice, person: User, *, at: datetime) -> datetime | None:
    """When its e-mail leaves: at once, or at the next digest of the person's own day."""
    if choice.mail_when == MailWhen.OFF:
        return None
    if choice.mail_when == MailWhen.AT_ONCE:
        return at
    hour = int(policies_at(at, keys=["notice.digest_hour"]).number("notice.digest_hour"))
    local = at.astimezone(ZoneInfo(person.time_zone))
    due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)


@transaction.atomic
def mark_read(*, user: User, at: datetime, keys: Iterable[UUID | str] | None = None) -> int:
    """How many of the person's notifications became read: those named, or all."""
    rows = Notification.objects.filter(recipient=user, read_at=None)
    rows = rows if keys is None else rows.filter(pk__in=list(keys))
    return rows.update(read_at=at)


@transaction.atomic
def choose(*, user: User, choices: dict[NoticeKind, Choice]) -> None:
    """Keeps how the person wants to be told. Raises Invalid when a decision would reach nobody."""
    asked = choices.get(NoticeKind.APPROVAL_ASKED)
    if asked and not asked.is_in_app and asked.mail_when == MailWhen.OFF:
        said = f"“{NoticeKind.APPROVAL_ASKED.label}” has to reach you by one way or the other."
        raise Invalid(said, fields={NoticeKind.APPROVAL_ASKED.value: [said]})
    Preference.objects.filter(person=user, kind__in=choices).delete()
    Preference.objects.bulk_create(
        Preference(person=user, kind=kind, is_in_app=each.is_in_app, mail_when=each.mail_when)
        for kind, each in choices.items()
    )
