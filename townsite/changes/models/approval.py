"""A decision that a change set needs."""

from django.conf import settings
from django.db import models

from townsite.access.choices import Role
from townsite.changes.choices import ChangeClass, Decision
from townsite.changes.models.change_set import ChangeSet
from townsite.common.ids import uuid7
from townsite.territories.models import Territory


class Approval(models.Model):
    """Who has to decide, by role and scope, in which order, by when; and what they decided.

    Without a territory the role has to reach everything. Equal `order`s may decide in any order.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="approvals")
    change_class = models.CharField(max_length=16, choices=ChangeClass.choices)
    role = models.CharField(max_length=21, choices=Role.choices)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="approvals"
    )
    order = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    # The last escalation: when, to which role above, and until when that has to decide.
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=21, choices=Role.choices, blank=True, default="")
    escalated_due_at = models.DateTimeField(null=True, blank=True)
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="delegated_approvals",
    )
    delegated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals_handed_on",
    )
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_approvals",
    )
    # Whose right it was, where a delegate decided.
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="approvals_decided_for",
    )
    at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["order", "id"]
        indexes = [
            models.Index(
                fields=["due_at"], name="approval_due", condition=models.Q(decision=Decision.OPEN)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values), name="approval_decision_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="approval_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decision=Decision.OPEN, by=None, at=None)
                | (
                    ~models.Q(decision=Decision.OPEN) & models.Q(by__isnull=False, at__isnull=False)
                ),
                name="approval_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.territory or 'everything'}"
