"""What each person was told, how they want to be told, and which events were spread already."""

from django.conf import settings
from django.db import models

from townsite.common.ids import uuid7
from townsite.notifications.choices import MailState, MailWhen, NoticeKind


class Notification(models.Model):
    """One piece of news for one person, in words made within that person's own scope.

    `key` says what it is about, so that nobody is told twice. `mail_at` is when its e-mail is due.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=14, choices=NoticeKind.choices)
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=250)
    body = models.TextField(blank=True, default="")
    href = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    # When what it asks for has to be done.
    due_at = models.DateTimeField(null=True, blank=True)
    is_in_app = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mail_when = models.CharField(max_length=7, choices=MailWhen.choices, default=MailWhen.OFF)
    mail_state = models.CharField(max_length=7, choices=MailState.choices, default=MailState.NONE)
    mail_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_inbox"),
            models.Index(fields=["key"], name="notification_key"),
            models.Index(
                fields=["recipient"],
                name="notification_unread",
                condition=models.Q(read_at=None, is_in_app=True),
            ),
            models.Index(
                fields=["mail_at"],
                name="notification_mail_due",
                condition=models.Q(mail_state=MailState.WAITING),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_told_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=NoticeKind.values), name="notification_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(mail_state__in=MailState.values),
                name="notification_mail_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(mail_state=MailState.WAITING) | models.Q(mail_at__isnull=False),
                name="notification_waiting_mail_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How one person wants to be told of one kind; without a row the defaults hold."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField(max_length=14, choices=NoticeKind.choices)
    is_in_app = models.BooleanField(default=True)
    mail_when = models.CharField(max_length=7, choices=MailWhen.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=NoticeKind.values), name="preference_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(mail_when__in=MailWhen.values), name="preference_mail_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class SpreadEvent(models.Model):
    """An event of the spine whose news was spread; the row is what makes it happen once."""

    event_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.event_id)
