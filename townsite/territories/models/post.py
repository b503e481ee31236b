"""Who manages a territory, and who stands in."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.territories.choices import PostRole
from townsite.territories.models.territory import Territory


@tracked()
class Post(PlainTarget, models.Model):
    """A person in a role at a territory during a period; one manager and one backup at a time.

    `holder_label` names people who have no account yet, as an import brings them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=7, choices=PostRole.choices)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    holder_label = models.CharField(max_length=150)
    valid_during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="post_one_holder_at_a_time",
                expressions=[
                    ("territory", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~models.Q(holder_label=""), name="post_has_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.holder_label}, {self.get_role_display().lower()} of {self.territory}"
