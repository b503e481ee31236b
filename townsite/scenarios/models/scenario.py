"""What a planner asks: a part of the tree, goals and constraints."""

from uuid import UUID

from django.conf import settings
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.territories.models import Territory


class Scenario(PlainTarget, models.Model):
    """A question about the territories below `territory`; `brief` holds goals and constraints.

    `base_at` is the moment whose assignments are "today"; null for the moment of each run. A
    scenario without owner was made by the nightly check. Whoever reaches the whole territory sees
    a shared one; otherwise only its owner does.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    notes = models.TextField(blank=True, default="")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="scenarios")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="scenarios",
    )
    is_shared = models.BooleanField(default=False)
    base_at = models.DateTimeField(null=True, blank=True)
    brief = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["territory", "-number"], name="scenario_territory")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="scenario_has_name"),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | models.Q(is_shared=True),
                name="scenario_owned_or_shared",
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="scenario_version"),
        ]

    def __str__(self) -> str:
        return f"S{self.number} {self.name}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id
