"""Grants: who has which role where, and when."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce

from townsite.access.choices import CoverCause, Role
from townsite.accounts.models import AccessToken
from townsite.audit.targets import PlainTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.models import Site
from townsite.territories.models import Territory

NIL = models.Value(UUID(int=0), output_field=models.UUIDField())


@tracked()
class Grant(PlainTarget, models.Model):
    """A role over a territory with all below it, over one site, or over everything.

    With a `cause` it is cover: somebody stands in for an absent manager, for a stated time only.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants"
    )
    role = models.CharField(max_length=21, choices=Role.choices)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.CASCADE, related_name="grants"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="grants"
    )
    valid_during = DateTimeRangeField()
    reason = models.TextField(blank=True, default="")
    cause = models.CharField(max_length=7, choices=CoverCause.choices, blank=True, default="")
    # Who is away; empty where the post is vacant.
    absent_label = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cause__in=["", *CoverCause.values]), name="grant_cause_known"
            ),
            models.CheckConstraint(
                condition=models.Q(cause="")
                | models.Q(territory__isnull=False, valid_during__upper_inf=False),
                name="grant_cover_is_time_boxed",
            ),
            models.CheckConstraint(
                condition=models.Q(territory=None) | models.Q(site=None),
                name="grant_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="grant_role_known"
            ),
            ExclusionConstraint(
                name="grant_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("territory", "site", NIL), RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.territory or self.site or 'everything'}"

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id


class TokenPlace(models.Model):
    """A place to which an access token is narrowed: a territory with all below it, or one site."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.ForeignKey(AccessToken, on_delete=models.CASCADE, related_name="places")
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(territory=None) ^ models.Q(site=None), name="token_place_one"
            ),
            models.UniqueConstraint(
                fields=["token", "territory", "site"],
                nulls_distinct=False,
                name="token_place_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.territory or self.site)
