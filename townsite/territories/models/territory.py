"""The tree of territories, with dated parents."""

from uuid import UUID

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex

from townsite.audit.targets import PlainTarget
from townsite.common.checks import CheckedAtOnce
from townsite.common.fields import LtreeField
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.territories.choices import (
    Membership,
    TerritoryKind,
    TerritoryLevel,
    TerritoryStatus,
)
from townsite.territories.models.hierarchy import MAIN_HIERARCHY_ID, Hierarchy


@tracked(exclude=("path", "hierarchy"))
class Territory(PlainTarget, CheckedAtOnce):
    """A managed area or group of sites: national, region, district or territory, to any depth.

    `path` is the dotted path of codes from the top at present, kept by the placements. It belongs
    to one hierarchy for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=255)
    hierarchy: "models.ForeignKey[Hierarchy, Hierarchy]" = models.ForeignKey(
        Hierarchy,
        on_delete=models.PROTECT,
        related_name="territories",
        default=MAIN_HIERARCHY_ID,
        db_default=models.Value(MAIN_HIERARCHY_ID),
    )
    level = models.CharField(max_length=9, choices=TerritoryLevel.choices)
    kind = models.CharField(
        max_length=9, choices=TerritoryKind.choices, default=TerritoryKind.REGIONAL
    )
    membership = models.CharField(max_length=8, choices=Membership.choices, default=Membership.LIST)
    membership_rule = models.JSONField(default=dict, blank=True)
    status = models.CharField(
        max_length=8, choices=TerritoryStatus.choices, default=TerritoryStatus.ACTIVE
    )
    path = LtreeField(unique=True)
    color_index = models.PositiveSmallIntegerField(default=0)
    center = models.PointField(srid=4326, null=True, blank=True)
    allowed_states = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    capacity_limit = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name_plural = "territories"
        indexes = [GistIndex(fields=["path"], name="territory_path_gist")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9]+$"), name="territory_code_format"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="territory_has_name"),
            # Placements and assignments name both, so that none can cross hierarchies.
            models.UniqueConstraint(fields=["id", "hierarchy"], name="territory_in_hierarchy"),
            models.CheckConstraint(
                condition=models.Q(level__in=TerritoryLevel.values), name="territory_level_known"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity_limit=None) | models.Q(capacity_limit__gt=0),
                name="territory_capacity_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.id

    @property
    def hierarchy_key(self) -> UUID:
        """The id of its hierarchy, without reading that."""
        return UUID(str(self.hierarchy_id))

    @property
    def depth(self) -> int:
        """How deep it lies in the tree; the top is 1."""
        return str(self.path).count(".") + 1


@tracked(exclude=("hierarchy",))
class TerritoryPlacement(PlainTarget, models.Model):
    """Which parent a territory has during a period; one at a time, of its own hierarchy.

    `hierarchy` repeats that of both territories: foreign keys over the pairs hold it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="child_placements"
    )
    hierarchy = models.ForeignKey(
        Hierarchy,
        on_delete=models.PROTECT,
        related_name="+",
        default=MAIN_HIERARCHY_ID,
        db_default=models.Value(MAIN_HIERARCHY_ID),
        db_constraint=False,
        db_index=False,
    )
    valid_during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="placement_one_parent_at_a_time",
                expressions=[
                    ("territory", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("territory")),
                name="placement_not_under_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} under {self.parent or 'nothing'}"
