"""The review of a territory that every quarter asks for."""

from uuid import UUID

from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.territories.models.territory import Territory


class QuarterlyReview(PlainTarget, models.Model):
    """One territory in one quarter: its figures, what was found, and what was decided (A-75, R-05).

    `figures` are those of its day on record when the review opened and, as `earlier`, a quarter
    before. `findings` are the rules it broke then, in words. `change_sets` are the numbers of
    changes that came of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(
        Territory, on_delete=models.CASCADE, related_name="quarterly_reviews"
    )
    quarter = models.DateField(help_text="Its first day.")
    figures = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_label = models.CharField(max_length=150, blank=True, default="")
    outcome = models.TextField(blank=True, default="")
    change_sets = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-quarter", "territory"], name="quarterly_review_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "quarter"], name="quarterly_review_one_a_quarter"
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__month__in=(1, 4, 7, 10), quarter__day=1),
                name="quarterly_review_begins_a_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | models.Q(closed_at__isnull=False) & ~models.Q(outcome=""),
                name="quarterly_review_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} in {self.quarter_label}"

    @property
    def quarter_label(self) -> str:
        """As people write it: Q4 2026."""
        return f"Q{(self.quarter.month + 2) // 3} {self.quarter.year}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id
