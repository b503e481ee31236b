"""E-mail: at once or in a digest, tried again after a failure, never sent twice."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from tests.factories import make_user
from townsite.common import clock
from townsite.notifications.actions import choose, tell
from townsite.notifications.choices import MailState, MailWhen, NoticeKind
from townsite.notifications.mailing import ATTEMPTS, claim_letters
from townsite.notifications.models import Notification
from townsite.notifications.news import News, Words
from townsite.notifications.queries import Choice
from townsite.notifications.tasks import send_letters

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def moment(monkeypatch):
    """`moment(at)` sets the clock of the sender."""

    def move(at):
        monkeypatch.setattr("townsite.common.clock.now", lambda: at)

    return move


def news(user, key="k1", kind=NoticeKind.DECIDED, at=None):
    words = Words(f"Title {key}", "Body", "/change-sets/1/")
    return tell(News(kind, key, {user.pk}, lambda _reader: words), at=at or clock.now())


def states(user):
    return list(Notification.objects.filter(recipient=user).values_list("mail_state", flat=True))


def test_a_mail_leaves_once_with_a_link_and_a_name_of_its_own(settings):
    settings.TOWNSITE_ADDRESS = "https://sites.example.com"
    user = make_user()
    news(user)
    assert (send_letters(), send_letters()) == (1, 0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([user.email], "[Townsite] Title k1")
    assert "https://sites.example.com/change-sets/1/" in letter.body
    assert str(Notification.objects.get().pk) in letter.extra_headers["Message-ID"]
    assert states(user) == [MailState.SENT]


def test_the_same_news_told_again_is_not_mailed_again():
    user = make_user()
    assert (news(user), news(user)) == (1, 0)
    assert send_letters() == 1


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(monkeypatch, moment):
    user, at = make_user(), clock.now()
    news(user, at=at)

    def refuse(_message):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr("townsite.notifications.mailing.EmailMessage.send", refuse)
    for attempt in range(1, ATTEMPTS + 1):
        moment(at)
        assert send_letters() == 0
        row = Notification.objects.get()
        assert (row.mail_attempts, "gone" in row.mail_error) == (attempt, True)
        moment(row.mail_at - timedelta(seconds=1))
        assert claim_letters(at=row.mail_at - timedelta(seconds=1)) == []
        at = row.mail_at
    assert states(user) == [MailState.FAILED]
    monkeypatch.undo()
    assert (send_letters(), mail.outbox) == (0, [])


def test_a_mail_recovers_after_a_failure(monkeypatch, moment):
    user, at = make_user(), clock.now()
    news(user, at=at)
    with monkeypatch.context() as patched:
        patched.setattr(
            "townsite.notifications.mailing.EmailMessage.send",
            lambda _message: (_ for _ in ()).throw(OSError("no route")),
        )
        send_letters()
    moment(at + timedelta(hours=1))
    assert send_letters() == 1
    assert states(user) == [MailState.SENT]


def test_a_worker_that_died_while_sending_leaves_no_second_mail():
    user = make_user()
    news(user)
    assert len(claim_letters(at=clock.now())) == 1  # and then the worker is killed
    assert send_letters() == 0
    assert (states(user), mail.outbox) == ([MailState.SENDING], [])


def test_a_digest_gathers_the_day_and_leaves_in_the_readers_morning(moment):
    user = make_user(time_zone="America/Los_Angeles")
    digest = {NoticeKind.DECIDED: Choice(NoticeKind.DECIDED, True, MailWhen.DIGEST)}
    choose(user=user, choices=digest)
    evening = datetime(2026, 11, 23, 3, tzinfo=UTC)  # 19:00 in Los Angeles
    for key in ("a", "b"):
        news(user, key, at=evening)
    moment(datetime(2026, 11, 23, 14, 59, tzinfo=UTC))
    assert send_letters() == 0
    moment(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))  # 07:00
    assert send_letters() == 1
    (letter,) = mail.outbox
    assert letter.subject == "[Townsite] 2 notifications"
    assert "Title a" in letter.body
    assert "Title b" in letter.body


def test_a_closed_account_gets_no_mail():
    user = make_user()
    news(user)
    user.is_active = False
    user.save()
    assert send_letters() == 0
    assert (states(user), mail.outbox) == ([MailState.FAILED], [])


def test_who_wants_no_mail_gets_none():
    user = make_user()
    off = {NoticeKind.DECIDED: Choice(NoticeKind.DECIDED, True, MailWhen.OFF)}
    choose(user=user, choices=off)
    news(user)
    assert (send_letters(), states(user)) == (0, [MailState.NONE])
