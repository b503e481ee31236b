"""The shape of a territory, by period."""

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators

from townsite.audit.targets import PlainTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.territories.models.territory import Territory


@tracked(geometry=models.MultiPolygonField(srid=4326, spatial_index=False))
class Boundary(PlainTarget, models.Model):
    """A valid multipolygon in WGS 84 that holds during a period."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="boundaries")
    geometry = models.MultiPolygonField(srid=4326)
    version = models.PositiveIntegerField(default=1)
    valid_during = DateTimeRangeField()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [
            ExclusionConstraint(
                name="boundary_one_at_a_time",
                expressions=[
                    ("territory", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(geometry__isvalid=True), name="boundary_is_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"Boundary {self.version} of {self.territory}"
