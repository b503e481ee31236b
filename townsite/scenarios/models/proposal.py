"""A plan sent into a change set, and how it turned out."""

from django.db import models

from townsite.changes.models import ChangeSet
from townsite.common.ids import uuid7
from townsite.scenarios.models.plan import Plan


class Proposal(models.Model):
    """The link between plan and change set.

    `predicted` are the plan's measures and certificate as they were then, `measured` those of the
    territories after publication (A-108).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="proposals")
    change_set = models.OneToOneField(
        ChangeSet, on_delete=models.CASCADE, related_name="scenario_proposal"
    )
    predicted = models.JSONField()
    measured = models.JSONField(default=dict)
    measured_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measured={}, measured_at=None)
                | (~models.Q(measured={}) & models.Q(measured_at__isnull=False)),
                name="proposal_measured_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} in change set {self.change_set}"
