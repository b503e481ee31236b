"""Where rules of balance are broken, and the reviews that follow."""

from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.territories.choices import BalanceRule, Rung
from townsite.territories.models.territory import Territory


class RuleViolation(models.Model):
    """A rule of balance that a territory breaks during a period, on one rung of the ladder (C-03).

    `measured` and `limit` are in the unit that `words` says; a change of rung begins a new row, so
    the rows of any date make the trend.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="violations")
    rule = models.CharField(max_length=10, choices=BalanceRule.choices)
    rung = models.CharField(max_length=6, choices=Rung.choices)
    measured = models.FloatField()
    limit = models.FloatField()
    words = models.TextField()
    valid_during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="violation_one_a_rule",
                expressions=[
                    ("territory", RangeOperators.EQUAL),
                    ("rule", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(rule__in=BalanceRule.values), name="violation_rule_known"
            ),
            models.CheckConstraint(
                condition=models.Q(rung__in=Rung.values), name="violation_rung_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.territory}"


class BalanceReview(PlainTarget, models.Model):
    """A review that must be held because a rule stands on the top rung; closed with its outcome."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="reviews")
    rule = models.CharField(max_length=10, choices=BalanceRule.choices)
    words = models.TextField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_label = models.CharField(max_length=150, blank=True, default="")
    outcome = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "rule"],
                condition=models.Q(closed_at=None),
                name="review_one_open_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | models.Q(closed_at__isnull=False) & ~models.Q(outcome=""),
                name="review_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.territory}: {self.get_rule_display()}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id
