"""What has to follow a change set, and by when."""

from django.conf import settings
from django.db import models

from townsite.changes.choices import DeadlineKind
from townsite.changes.models.change_set import ChangeSet
from townsite.common.ids import uuid7


class Deadline(models.Model):
    """A duty with a date, done by somebody with a note on how (R-13, R-14)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=18, choices=DeadlineKind.choices)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="met_deadlines",
    )
    note = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "kind"], name="deadline_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=DeadlineKind.values), name="deadline_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="deadline_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.due_at:%F}"
