"""One search for plans, with the input it had."""

from django.db import models

from townsite.common.ids import uuid7
from townsite.scenarios.choices import Outcome
from townsite.scenarios.models.scenario import Scenario


class Run(models.Model):
    """A run of a scenario.

    `input` is the frozen instance (`instance.Instance`), so that every plan can be priced, improved
    and repeated later, whatever became of the sites since. `trace` holds what the engine told on its way, `problems` the diagnosis in words, `today` the
    measures of the plan in force. `job_id` is a label: jobs are cleared up, runs stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="runs")
    job_id = models.UUIDField(null=True, blank=True)
    brief = models.JSONField()
    input = models.BinaryField(default=bytes)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    problems = models.JSONField(default=list)
    trace = models.JSONField(default=list)
    today = models.JSONField(default=dict)
    stop_asked = models.BooleanField(default=False)
    started_by_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(outcome__in=Outcome.values),
                name="run_outcome_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", finished_at=None)
                | (~models.Q(outcome="") & models.Q(finished_at__isnull=False)),
                name="run_finished_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Run of {self.created_at:%F %H:%M}"
