"""How two territories work together on one kind of occasion."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from townsite.access.choices import Role
from townsite.audit.targets import PlainTarget
from townsite.common.checks import CheckedAtOnce
from townsite.common.ids import uuid7
from townsite.workflows.choices import Occasion, Side


class Protocol(PlainTarget, CheckedAtOnce):
    """Who leads, who is told, by when it is answered, and when the joint work ends (A-76).

    `answer_hours` run by the clock `request` of the policy `clock.counting`; `longest_days` is the
    longest that joint work under it lasts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    occasion = models.CharField(max_length=11, choices=Occasion.choices)
    leads = models.CharField(max_length=9, choices=Side.choices, default=Side.ASKING)
    told_roles = ArrayField(
        models.CharField(max_length=21, choices=Role.choices), default=list, blank=True
    )
    answer_hours = models.FloatField(default=48)
    longest_days = models.PositiveSmallIntegerField(default=30)
    instructions = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(occasion__in=Occasion.values), name="protocol_occasion_known"
            ),
            models.CheckConstraint(
                condition=models.Q(leads__in=Side.values), name="protocol_leader_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answer_hours__gt=0, answer_hours__lte=720),
                name="protocol_answer_hours_sensible",
            ),
            models.CheckConstraint(
                condition=models.Q(longest_days__gte=1, longest_days__lte=365),
                name="protocol_longest_days_sensible",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="protocol_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
