"""What each territory was and carried on a day, kept with the structure of that day."""

from django.db import models

from townsite.common.fields import LtreeField
from townsite.common.ids import uuid7
from townsite.territories.models.territory import Territory


class TerritoryDay(models.Model):
    """One lowest territory on one day (A-44, A-45).

    `path` is where it hung, so that a roll-up of that day adds up what lay below then. Load and
    limit are weighted sites (R-07), revenue is cents a year. Drives are estimates in minutes from
    its center to the `drives` sites that have a point.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    measured_at = models.DateTimeField()
    path = LtreeField()
    manager_label = models.CharField(max_length=150, blank=True, default="")
    backup_label = models.CharField(max_length=150, blank=True, default="")
    is_certified = models.BooleanField(default=False)
    sites = models.PositiveIntegerField()
    load = models.FloatField()
    limit = models.FloatField()
    revenue_cents = models.BigIntegerField()
    drives = models.PositiveIntegerField()
    drive_minutes = models.FloatField()
    longest_minutes = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["day", "measured_at"], name="territory_day_measured")]
        constraints = [
            models.UniqueConstraint(fields=["territory", "day"], name="territory_day_once"),
            models.CheckConstraint(
                condition=models.Q(load__gte=0, limit__gt=0, revenue_cents__gte=0),
                name="territory_day_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(drives=0, drive_minutes=0, longest_minutes=None)
                | models.Q(drives__gt=0, drive_minutes__gte=0, longest_minutes__gte=0),
                name="territory_day_drives_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} on {self.day:%F}"
