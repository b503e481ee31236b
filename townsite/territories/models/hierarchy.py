"""Hierarchies: trees of territories beside each other, one for each line of business."""

from uuid import UUID

from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.checks import CheckedAtOnce
from townsite.common.ids import uuid7

# The hierarchy that sites name on their own row (ADR 0005); every portfolio has it from the start.
MAIN_HIERARCHY_ID = UUID("00000000-0000-7000-8000-000000000001")
MAIN_HIERARCHY_CODE = "MAIN"


class Hierarchy(PlainTarget, CheckedAtOnce):
    """One tree of territories; a site has one primary territory in each at a time (R-09).

    `site_rule` tells which sites need a territory in it, as attributes and their values, for
    example `{"service_class": "shuttle"}`; empty means every site.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    line_of_business = models.CharField(max_length=100)
    site_rule = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "hierarchies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9]+$"), name="hierarchy_code_format"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="hierarchy_has_name"),
            models.CheckConstraint(
                condition=~models.Q(line_of_business=""), name="hierarchy_has_line"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_main(self) -> bool:
        """Whether it is the one that sites name on their own row."""
        return self.pk == MAIN_HIERARCHY_ID
