"""Drives that a router answered, kept by pair."""

from django.contrib.gis.db import models

from townsite.common.ids import uuid7
from townsite.sites.models import Site
from townsite.territories.models.territory import Territory


class TravelTime(models.Model):
    """Road distance and driving time from a territory's center to a site, as one router has it.

    Holds for the two points it was asked with: a site or center that moved is asked anew. Metres
    and seconds are empty where the router knows no way.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=20)
    site_point = models.PointField(srid=4326, spatial_index=False)
    center_point = models.PointField(srid=4326, spatial_index=False)
    metres = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "territory", "source"], name="travel_time_one_a_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(metres=None, seconds=None)
                | models.Q(metres__gte=0, seconds__gte=0),
                name="travel_time_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} to {self.site} by {self.source}"
