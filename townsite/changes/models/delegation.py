"""Who decides in somebody's place for a time."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7


class Delegation(PlainTarget, models.Model):
    """While it holds, `delegate` may decide whatever `person` may; one delegate at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations_given"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations_held"
    )
    valid_during = DateTimeRangeField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-valid_during"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("delegate")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_during__upper_inf=False), name="delegation_is_time_boxed"
            ),
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} for {self.person}"
