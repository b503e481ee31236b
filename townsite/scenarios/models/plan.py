"""A plan: a territory for each site of a run's input."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from townsite.common.ids import uuid7
from townsite.scenarios.choices import PlanOrigin
from townsite.scenarios.models.run import Run
from townsite.scenarios.models.scenario import Scenario


class Plan(models.Model):
    """`territory[i]` is the seat (place among the run's future territories) of site i.

    `center` is the engine's place of each seat's center. `measures` and `rows` are what the pages
    show, `certificate` what is proven. `strokes` are the moves painted by hand, for undoing them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="plans")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    origin = models.CharField(max_length=8, choices=PlanOrigin.choices, default=PlanOrigin.FOUND)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    territory = ArrayField(models.PositiveIntegerField())
    center = ArrayField(models.PositiveIntegerField())
    seats = models.JSONField()
    objective = models.JSONField(default=dict)
    measures = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    certificate = models.JSONField(default=dict)
    strokes = models.JSONField(default=list)
    is_recommended = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "number"], name="plan_number_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="plan_has_name"),
            models.CheckConstraint(
                condition=models.Q(origin__in=PlanOrigin.values), name="plan_origin_known"
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="plan_version"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.number}: {self.name}"
