"""Setting, ending and withdrawing values; whoever calls has checked the permission policy.edit."""

import re
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.periods import ended
from townsite.policies.choices import TERRITORY_KINDS, ScopeKind, Severity
from townsite.policies.errors import PolicyConflict, PolicyValueInvalid
from townsite.policies.key import Key
from townsite.policies.models import PolicyValue
from townsite.policies.registry import key_named
from townsite.policies.resolution import Scope
from townsite.policies.value_types import Value

REF_PATTERNS = {
    ScopeKind.REGION: (r"[A-Z0-9]{1,50}", "capital letters and digits, such as EAST"),
    ScopeKind.TERRITORY: (r"[A-Z0-9]{1,50}", "capital letters and digits, such as MIDATL3"),
    ScopeKind.TERRITORY_KIND: ("|".join(TERRITORY_KINDS), f"one of {', '.join(TERRITORY_KINDS)}"),
    ScopeKind.SITE: (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "the id of a site"),
}


@transaction.atomic
def set_policy(
    *,
    key: str,
    scope: Scope,
    value: Value,
    severity: Severity,
    reason: str,
    by: Actor,
    at: datetime,
    starts_at: datetime | None = None,
    scope_label: str = "",
) -> PolicyValue:
    """The new value, holding from `starts_at` (else from `at`) to the next scheduled one.

    The value before it is ended then, never overwritten.
    Raises UnknownPolicy, PolicyValueInvalid, and PolicyConflict when a value already begins then.
    """
    known = key_named(key)
    checked = check_proposal(known, scope, value, reason)
    starts_at = starts_at or at
    _require_future(starts_at, at, "begin")
    _lock(key, scope)
    before = _end_running(key, scope, starts_at)
    until = _next_start(key, scope, starts_at)
    row = PolicyValue.objects.create(
        key=key,
        scope_kind=scope.kind,
        scope_ref=scope.ref,
        scope_label=scope_label,
        value=checked,
        severity=severity,
        valid_during=DateTimeTZRange(starts_at, until, "[)"),
        reason=reason.strip(),
        set_by_id=by.pk,
        set_by_label=by.actor_label,
        created_at=at,
    )
    changes: dict[str, list[Any]] = {
        "value": [before.value if before else None, checked],
        "severity": [before.severity if before else None, str(severity)],
        "starts_at": [None, starts_at],
    }
    record_event(EventType.POLICY_SET, target=row, by=by, at=at, reason=reason, changes=changes)
    return row


@transaction.atomic
def end_policy(
    *, policy: PolicyValue, ends_at: datetime, reason: str, by: Actor, at: datetime
) -> PolicyValue:
    """The value, ended at `ends_at`, or withdrawn where it would not even have begun.

    What is more general, at last the built-in default, holds from then on.
    Raises PolicyValueInvalid for a past or missing date or no reason, PolicyConflict when the value
    has ended already.
    """
    _require_reason(reason)
    _require_future(ends_at, at, "end")
    scope = Scope(ScopeKind(policy.scope_kind), policy.scope_ref)
    _lock(policy.key, scope)
    row = PolicyValue.objects.select_for_update().get(pk=policy.pk)
    period = row.valid_during
    if row.withdrawn_at or (period.upper and period.upper <= ends_at):
        raise PolicyConflict(f"{row.key} already ends before {ends_at:%F %H:%M} UTC.")
    if ends_at <= period.lower:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _let_hold_on(row.key, scope, period.lower)
    else:
        row.ends_at, row.valid_during = ends_at, ended(period, at=ends_at)
        row.save(update_fields=["ends_at", "valid_during"])
    changes: dict[str, list[Any]] = {
        "ends_at": [period.upper, ends_at],
        "withdrawn_at": [None, row.withdrawn_at],
    }
    record_event(EventType.POLICY_ENDED, target=row, by=by, at=at, reason=reason, changes=changes)
    return row


def _let_hold_on(key: str, scope: Scope, moment: datetime) -> None:
    """The value before a withdrawn one holds on, to its own end or the next value."""
    before = _of(key, scope).filter(valid_during__startswith__lt=moment).order_by("-valid_during")
    row = before.first()
    if row is None:
        return
    ends = [each for each in (row.ends_at, _next_start(key, scope, moment)) if each]
    row.valid_during = DateTimeTZRange(row.valid_during.lower, min(ends, default=None), "[)")
    row.save(update_fields=["valid_during"])


def _of(key: str, scope: Scope) -> QuerySet[PolicyValue]:
    """The values of a policy in a scope that were not taken back."""
    return PolicyValue.objects.filter(
        key=key, scope_kind=scope.kind, scope_ref=scope.ref, withdrawn_at__isnull=True
    )


def check_proposal(known: Key, scope: Scope, value: Value, reason: str) -> Value:
    """The value as its type stores it, once everything about the proposal is in order.

    Raises PolicyValueInvalid.
    """
    check_scope(known, scope)
    _require_reason(reason)
    return known.type.check(value)


def check_scope(known: Key, scope: Scope) -> None:
    """Raises PolicyValueInvalid when the policy cannot hold in this scope."""
    if scope.kind not in known.scopes:
        allowed = ", ".join(kind.label for kind in known.scopes)
        message = f"{known.title} cannot be set by {scope.kind.label}. Choose {allowed}."
        raise PolicyValueInvalid(message, fields={"scope_kind": [message]})
    pattern, example = REF_PATTERNS.get(scope.kind, ("", "nothing, because it holds everywhere"))
    if not re.fullmatch(pattern, scope.ref):
        message = f"“{scope.ref}” does not name a {scope.kind.label}. Give {example}."
        raise PolicyValueInvalid(message, fields={"scope_ref": [message]})


def _require_reason(reason: str) -> None:
    if not reason.strip():
        message = "Say why, in a few words: the reason stays in the history."
        raise PolicyValueInvalid(message, fields={"reason": [message]})


def _require_future(moment: datetime, at: datetime, verb: str) -> None:
    """Decisions already taken quote the value that held then, so the past stays as it was."""
    if moment < at:
        message = f"A value cannot {verb} in the past ({moment:%F %H:%M} UTC). Give now or later."
        raise PolicyValueInvalid(message, fields={"starts_at": [message]})


def _lock(key: str, scope: Scope) -> None:
    """One writer at a time for a key and scope: also before it has any row to lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"policy {key} {scope}"]
        )


def _end_running(key: str, scope: Scope, starts_at: datetime) -> PolicyValue | None:
    """The value that holds at `starts_at`, ended then."""
    running = _of(key, scope).filter(valid_during__contains=starts_at).first()
    if running is None:
        return None
    if running.valid_during.lower == starts_at:
        raise PolicyConflict(
            f"A value of {key} already begins at {starts_at:%F %H:%M} UTC. "
            "End that one first, or choose another moment."
        )
    running.valid_during = ended(running.valid_during, at=starts_at)
    running.save(update_fields=["valid_during"])
    return running


def _next_start(key: str, scope: Scope, starts_at: datetime) -> datetime | None:
    """When the next scheduled value of this key and scope begins, if there is one."""
    following = _of(key, scope).filter(valid_during__startswith__gt=starts_at)
    row = following.order_by("valid_during").first()
    return None if row is None else row.valid_during.lower
