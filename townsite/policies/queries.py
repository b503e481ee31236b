"""Reads of the policies; one SQL statement each."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.models import PolicyValue
from townsite.policies.registry import key_named
from townsite.policies.resolution import Held, PolicyContext, PolicySnapshot, Resolved, Scope


def scope_of(row: PolicyValue) -> Scope:
    """Where a stored value holds."""
    return Scope(ScopeKind(row.scope_kind), row.scope_ref)


def held_of(row: PolicyValue) -> Held:
    """A stored value as the resolution reads it."""
    return Held(
        row.value,
        Severity(row.severity),
        row.set_by_label,
        row.valid_during.lower,
        row.reason,
        row.scope_label,
    )


def values_of(key: str) -> QuerySet[PolicyValue]:
    """Every value a policy ever had and will have, the latest first; withdrawn ones too."""
    key_named(key)
    return PolicyValue.objects.filter(key=key).order_by("-valid_during", "-created_at")


def values_in_force(*, at: datetime, keys: Iterable[str] | None = None) -> QuerySet[PolicyValue]:
    """The values that hold at a moment, of all policies or of `keys`."""
    rows = PolicyValue.objects.filter(valid_during__contains=at, withdrawn_at__isnull=True)
    return rows if keys is None else rows.filter(key__in=list(keys))


def policies_at(at: datetime, *, keys: Iterable[str] | None = None) -> PolicySnapshot:
    """Everything needed to answer for any number of sites at `at`, by one statement."""
    rows = values_in_force(at=at, keys=keys)
    return PolicySnapshot(at, {(row.key, scope_of(row)): held_of(row) for row in rows})


def policy_value(key: str, *, context: PolicyContext, at: datetime) -> Resolved:
    """The value of one policy at one place and time, with its explanation.

    Raises UnknownPolicy.
    """
    key_named(key)
    return policies_at(at, keys=[key]).resolve(key, context)
