"""E-mail by Django's backend: tried again after a failure, never sent twice.

A mail is claimed in a transaction of its own before it is handed over. A worker that dies in between
leaves it claimed: it may have left, so nobody sends it again, and its notification keeps the state “handed over”.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from townsite.accounts.models import User
from townsite.notifications.choices import MailState, MailWhen
from townsite.notifications.models import Notification

ATTEMPTS = 6
FIRST_PAUSE = timedelta(minutes=2)
BATCH = 200


@dataclass(frozen=True)
class Letter:
    """One e-mail: a single piece of news, or a digest of several."""

    recipient: User
    rows: list[Notification]

    @property
    def subject(self) -> str:
        if len(self.rows) == 1:
            return f"[Townsite] {self.rows[0].title}"
        return f"[Townsite] {len(self.rows)} notifications"

    @property
    def text(self) -> str:
        return "\n\n".join([*(_entry(row) for row in self.rows), _footer()])

    def message(self) -> EmailMessage:
        return EmailMessage(
            subject=" ".join(self.subject.split()),
            body=self.text,
            to=[self.recipient.email],
            headers={
                "Message-ID": f"<{self.rows[0].pk}@townsite>",
                "Auto-Submitted": "auto-generated",
            },
        )


@transaction.atomic
def claim_letters(*, at: datetime) -> list[Letter]:
    """The letters that are due, marked as handed over; other workers pass over them."""
    rows = list(
        Notification.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(mail_state=MailState.WAITING, mail_at__lte=at)
        .select_related("recipient")
        .order_by("recipient_id", "id")[:BATCH]
    )
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(
        mail_state=MailState.SENDING, mail_at=at
    )
    digests = defaultdict[UUID, list[Notification]](list)
    letters = []
    for row in rows:
        if row.mail_when == MailWhen.DIGEST:
            digests[row.recipient_id].append(row)
        else:
            letters.append(Letter(row.recipient, [row]))
    return letters + [Letter(each[0].recipient, each) for each in digests.values()]


def hand_over(letter: Letter) -> str:
    """An empty text, or why the backend refused it."""
    if not letter.recipient.is_active:
        return "The account is closed."
    try:
        letter.message().send()
    except (OSError, SMTPException) as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""


@transaction.atomic
def settle(letter: Letter, error: str, *, at: datetime) -> None:
    """Notes how it went; what failed waits twice as long each time, and is given up in the end."""
    for row in letter.rows:
        row.mail_attempts += 1
        row.mail_error = error
        row.mail_state = MailState.SENT if not error else _next_state(row, letter)
        row.mail_at = at + FIRST_PAUSE * 2 ** (row.mail_attempts - 1)
    Notification.objects.bulk_update(
        letter.rows, ["mail_attempts", "mail_error", "mail_state", "mail_at"]
    )


def _next_state(row: Notification, letter: Letter) -> MailState:
    is_over = row.mail_attempts >= ATTEMPTS or not letter.recipient.is_active
    return MailState.FAILED if is_over else MailState.WAITING


def _entry(row: Notification) -> str:
    link = f"{settings.TOWNSITE_ADDRESS}{row.href}" if row.href else ""
    return "\n".join(part for part in (row.title, row.body, link) if part)


def _footer() -> str:
    return f"-- \nChoose what you are told: {settings.TOWNSITE_ADDRESS}/notifications/preferences/"
