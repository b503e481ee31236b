"""Which state follows which: the one place that moves a change set on (domain 4.2)."""

from datetime import datetime
from typing import Any

from townsite.changes.choices import ChangeState as S
from townsite.changes.errors import ChangeSetUnknown, WrongState
from townsite.changes.models import ChangeSet
from townsite.common.errors import Stale

STEPS: dict[S, frozenset[S]] = {
    # An emergency acts first and is approved afterwards.
    S.DRAFT: frozenset({S.SUBMITTED, S.SCHEDULED, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.APPROVED, S.REJECTED, S.DRAFT, S.CANCELLED}),
    S.REJECTED: frozenset({S.DRAFT, S.CANCELLED}),
    S.APPROVED: frozenset({S.SCHEDULED, S.DRAFT, S.CANCELLED}),
    # Back to approved when the publication is refused; its date is chosen anew.
    S.SCHEDULED: frozenset({S.EFFECTIVE, S.APPROVED, S.DRAFT, S.CANCELLED}),
    S.EFFECTIVE: frozenset({S.REVERTED}),
    S.REVERTED: frozenset(),
    S.CANCELLED: frozenset(),
}
_MOMENTS = {
    S.SUBMITTED: "submitted_at",
    S.APPROVED: "decided_at",
    S.REJECTED: "decided_at",
    S.EFFECTIVE: "published_at",
    S.REVERTED: "reverted_at",
}


def locked(change_set: ChangeSet, *, version: int | None = None) -> ChangeSet:
    """The change set as it is now, locked until the end of the transaction.

    Raises ChangeSetUnknown out of the reader's reach, Stale when `version` is not the present one.
    """
    rows = ChangeSet.objects.select_for_update(of=("self",))
    row = rows.filter(pk=change_set.pk).first()
    if row is None:
        raise ChangeSetUnknown(f"There is no change set {change_set.number} within your reach.")
    if version is not None and row.version != version:
        raise Stale(
            f"Change set {row.number} was changed meanwhile: you read version {version}, it is now "
            f"version {row.version}. Load it again.",
            version=row.version,
        )
    return row


def in_state(change_set: ChangeSet, *states: S) -> None:
    """Raises WrongState unless it stands in one of `states`."""
    if change_set.state not in states:
        wanted = " or ".join(state.label.lower() for state in states)
        raise WrongState(
            f"Change set {change_set.number} is {change_set.get_state_display().lower()}; "
            f"this is possible only while it is {wanted}."
        )


def move(change_set: ChangeSet, state: S, *, at: datetime, **values: Any) -> ChangeSet:
    """The change set in its next state, with `values` set. Raises WrongState."""
    if state not in STEPS[S(change_set.state)]:
        raise WrongState(
            f"Change set {change_set.number} is {change_set.get_state_display().lower()} "
            f"and cannot become {state.label.lower()}."
        )
    change_set.state = state
    if state in _MOMENTS:
        setattr(change_set, _MOMENTS[state], at)
    return keep(change_set, **values)


def keep(change_set: ChangeSet, **values: Any) -> ChangeSet:
    """The saved change set, one version on."""
    for name, value in values.items():
        setattr(change_set, name, value)
    change_set.version += 1
    change_set.save()
    return change_set
