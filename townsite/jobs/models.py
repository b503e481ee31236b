"""Jobs as people see them: one row each, whatever the queue does underneath."""

from django.db import models
from django.db.models import Q

from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.jobs.choices import OPEN_STATES, JobState


class Job(PlainTarget, models.Model):
    """One long piece of work. `total` is 0 while nobody knows how much there is to do.

    `started_by_id` is a label without a foreign key, because accounts lie above this part; it is
    null for jobs of the system.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=JobState.choices, default=JobState.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True, default="")
    # What a page of this kind of job shows while it runs, for example a chart's points.
    figures = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    started_by_id = models.UUIDField(null=True)
    started_by_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["started_by_id", "-id"], name="job_started_by"),
            models.Index(fields=["kind", "-id"], name="job_kind"),
            models.Index(fields=["state"], name="job_open", condition=Q(state__in=OPEN_STATES)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(done__gte=0) & Q(total__gte=0), name="job_counts_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
                name="job_finished_when_final",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100, or None while the total is unknown."""
        return min(100, 100 * self.done // self.total) if self.total else None
