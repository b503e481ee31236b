"""Dated classification: four facets that change independently."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.choices import Facet
from townsite.sites.models.site import Site


@tracked()
class Classification(SiteTarget, models.Model):
    """The value of one facet of one site during a period; periods of a facet never overlap."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="classifications")
    facet = models.CharField(max_length=16, choices=Facet.choices)
    value = models.CharField(max_length=20)
    valid_during = DateTimeRangeField()
    reason = models.TextField(blank=True, default="")
    set_by_label = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="classification_one_value_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("facet", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(facet__in=Facet.values), name="classification_facet_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_facet_display()}: {self.value}"
