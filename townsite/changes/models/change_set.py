"""The change set: a draft that is approved, published on its day and can be reverted."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.changes.choices import ChangeClass, ChangeState, Trigger
from townsite.changes.models.constraints import CHANGE_SET_CONSTRAINTS
from townsite.common.ids import uuid7
from townsite.territories.models import Territory


class ChangeSet(PlainTarget, models.Model):
    """Typed changes that take effect together, or not at all.

    `applied` is what the publication did, exactly: kind of fact -> subject -> [before, after]. A
    revert puts the values before back. `refusal` says why the last publication or revert failed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    trigger = models.CharField(max_length=9, choices=Trigger.choices, default=Trigger.REVIEW)
    state = models.CharField(max_length=9, choices=ChangeState.choices, default=ChangeState.DRAFT)
    # All that apply, the gravest last; set on submission.
    classes = ArrayField(
        models.CharField(max_length=16, choices=ChangeClass.choices), default=list, blank=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="change_sets"
    )
    # The lowest territory that holds all it touches; events and approvals go by it.
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="change_sets"
    )
    handover_plan = models.TextField(blank=True, default="")
    effective_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reverted_at = models.DateTimeField(null=True, blank=True)
    revert_asked_at = models.DateTimeField(null=True, blank=True)
    revert_asked_by_label = models.CharField(max_length=200, blank=True, default="")
    revert_reason = models.TextField(blank=True, default="")
    revert_with_later = models.BooleanField(default=False)
    refusal = models.TextField(blank=True, default="")
    applied = models.JSONField(default=dict)
    impact = models.JSONField(default=dict)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-number"], name="change_set_state"),
            models.Index(fields=["effective_at"], name="change_set_due"),
        ]
        constraints = CHANGE_SET_CONSTRAINTS

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id

    @property
    def why(self) -> str:
        """The reason that the facts it writes carry: which change set, and why."""
        return f"Change set {self.number}: {self.reason}"

    @property
    def decided_by(self) -> str:
        """Whose decision the facts it writes are: its author's, whichever job writes them."""
        return f"{self.created_by} (change set {self.number})"

    @property
    def is_emergency(self) -> bool:
        return self.trigger == Trigger.EMERGENCY
