"""Who works on a change set, and what they say."""

from django.conf import settings
from django.db import models

from townsite.changes.choices import ParticipantRole
from townsite.changes.models.change_set import ChangeSet
from townsite.common.ids import uuid7


class Participant(models.Model):
    """An author, who may change the draft and never approves it, or a delegate, who may decide."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="change_set_parts"
    )
    role = models.CharField(max_length=8, choices=ParticipantRole.choices)

    class Meta:
        indexes = [models.Index(fields=["user", "change_set"], name="participant_user")]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "user"], name="participant_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=ParticipantRole.values), name="participant_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


class Comment(models.Model):
    """What somebody says about a change set; it stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="change_comments"
    )
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="change_comment_has_text")
        ]

    def __str__(self) -> str:
        return self.text[:60]
