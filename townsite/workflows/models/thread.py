"""What was said and decided; it stays."""

from django.conf import settings
from django.db import models

from townsite.common.ids import uuid7
from townsite.workflows.choices import EntryKind
from townsite.workflows.models.request import CoordinationRequest


class ThreadEntry(models.Model):
    """A message, or a decision with who, when and why: the decisions alone are the decision log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(
        CoordinationRequest, on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(max_length=9, choices=EntryKind.choices, default=EntryKind.MESSAGE)
    text = models.TextField(blank=True, default="")
    # Empty for the system, which escalates and lets joint work lapse.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coordination_entries",
    )
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=EntryKind.values), name="thread_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=EntryKind.MESSAGE) | ~models.Q(text=""),
                name="thread_message_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_label}: {self.get_kind_display()}"
