"""Named exceptions to the rules of placement."""

from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.models import Site
from townsite.territories.choices import ExceptionEffect, ExceptionGround
from townsite.territories.models.territory import Territory


@tracked()
class PlacementException(SiteTarget, models.Model):
    """What somebody decided about one site and one territory, with reason and expiry (R-12).

    Runs of the placement never change it; it ends by its own date or by a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="placement_exceptions")
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="placement_exceptions"
    )
    effect = models.CharField(max_length=7, choices=ExceptionEffect.choices)
    ground = models.CharField(max_length=11, choices=ExceptionGround.choices)
    reason = models.TextField()
    impact = models.TextField(blank=True, default="")
    alternatives = models.TextField(blank=True, default="")
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=150)
    valid_during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="exception_one_effect_a_pair",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("territory", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="exception_one_pin_a_site",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(effect=ExceptionEffect.PIN),
            ),
            models.CheckConstraint(
                condition=models.Q(effect__in=ExceptionEffect.values), name="exception_effect_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=ExceptionGround.values), name="exception_ground_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="exception_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.site} in {self.territory}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id
