"""Which territory a site belongs to, by period."""

from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.models import Site
from townsite.territories.choices import AssignmentKind
from townsite.territories.models.hierarchy import MAIN_HIERARCHY_ID, Hierarchy
from townsite.territories.models.territory import Territory


@tracked(exclude=("hierarchy",))
class Assignment(SiteTarget, models.Model):
    """A site in a territory during a period; one primary at a time in each hierarchy (R-09).

    `score` (0 to 1), `breakdown` and `policy_versions` say how placement judged when it was made;
    they are empty where a person or an import decided without it. `hierarchy` repeats that of the
    territory; one foreign key over the pair holds both.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="assignments")
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="assignments", db_constraint=False
    )
    hierarchy: "models.ForeignKey[Hierarchy, Hierarchy]" = models.ForeignKey(
        Hierarchy,
        on_delete=models.PROTECT,
        related_name="+",
        default=MAIN_HIERARCHY_ID,
        db_default=models.Value(MAIN_HIERARCHY_ID),
        db_constraint=False,
        db_index=False,
    )
    kind = models.CharField(
        max_length=9, choices=AssignmentKind.choices, default=AssignmentKind.PRIMARY
    )
    valid_during = DateTimeRangeField()
    reason = models.TextField(blank=True, default="")
    score = models.FloatField(null=True, blank=True)
    breakdown = models.JSONField(null=True, blank=True)
    policy_versions = models.JSONField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["hierarchy", "territory"],
                name="assignment_further",
                condition=~models.Q(hierarchy_id=MAIN_HIERARCHY_ID),
            ),
            # What a territory covers is asked with each request of whoever holds it.
            models.Index(
                fields=["territory"],
                include=["site", "kind", "valid_during"],
                name="assignment_coverage",
                condition=~models.Q(kind=AssignmentKind.PRIMARY),
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="assignment_one_primary_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind=AssignmentKind.PRIMARY, hierarchy_id=MAIN_HIERARCHY_ID),
            ),
            # Apart, so that the index which every assignment of the main one pays for stays small.
            ExclusionConstraint(
                name="assignment_one_primary_a_hierarchy",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("hierarchy", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind=AssignmentKind.PRIMARY)
                & ~models.Q(hierarchy_id=MAIN_HIERARCHY_ID),
            ),
            ExclusionConstraint(
                name="assignment_coverage_once_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("territory", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=~models.Q(kind=AssignmentKind.PRIMARY),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=AssignmentKind.values), name="assignment_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(score=None, breakdown=None)
                | models.Q(score__gte=0, score__lte=1, breakdown__isnull=False),
                name="assignment_score_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} in {self.territory}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id
