"""Values of policies as facts with a time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7
from townsite.policies.choices import ScopeKind, Severity


class PolicyValue(PlainTarget, models.Model):
    """What holds for one policy, in one scope, for a time; never overwritten in place.

    Scopes are labels without foreign keys: territories and sites lie above this part.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80)
    scope_kind = models.CharField(max_length=20, choices=ScopeKind)
    scope_ref = models.CharField(max_length=60, blank=True)
    scope_label = models.CharField(max_length=140, blank=True)
    # null is a value too: "no limit".
    value = models.JSONField(null=True)
    severity = models.CharField(max_length=10, choices=Severity)
    valid_during = DateTimeRangeField()
    reason = models.CharField(max_length=500)
    set_by_id = models.UUIDField(null=True)
    set_by_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    # When somebody ended it; else it holds to the start of the next value.
    ends_at = models.DateTimeField(null=True)
    # A scheduled value that was taken back before it began.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="policies_one_value_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    ("scope_kind", RangeOperators.EQUAL),
                    ("scope_ref", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="policies_period_not_empty", condition=Q(valid_during__isempty=False)
            ),
            models.CheckConstraint(
                name="policies_period_begins", condition=Q(valid_during__lower_inf=False)
            ),
            models.CheckConstraint(
                name="policies_only_global_has_no_ref",
                condition=Q(scope_kind=ScopeKind.GLOBAL, scope_ref="")
                | (~Q(scope_kind=ScopeKind.GLOBAL) & ~Q(scope_ref="")),
            ),
            models.CheckConstraint(
                name="policies_scope_kind_known", condition=Q(scope_kind__in=ScopeKind.values)
            ),
            models.CheckConstraint(
                name="policies_severity_known", condition=Q(severity__in=Severity.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.scope_kind} {self.scope_ref}".strip()


class CalendarDay(PlainTarget, models.Model):
    """A day on which a calendar differs from the packaged holidays: one more, or one that is worked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    calendar = models.CharField(max_length=10)
    day = models.DateField()
    is_holiday = models.BooleanField(default=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once"),
            models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%F} {self.name}"
