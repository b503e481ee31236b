"""Editing the record of a territory from its form."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from townsite.accounts.models import User
from townsite.changes.actions.at_once import submit_at_once
from townsite.changes.models import ChangeSet
from townsite.common.errors import Invalid, Stale
from townsite.territories.models import Territory


@transaction.atomic
def edit_territory(
    *,
    territory: Territory,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    reason: str,
    version: int | None = None,
) -> ChangeSet:
    """The change set that sets what differs in `values`: effective, or waiting for approval.

    Raises Stale when the territory is not in `version` any more, Invalid when nothing differs or
    with every problem.
    """
    present = Territory.objects.get(pk=territory.pk)
    if version is not None and present.version != version:
        raise Stale(
            f"{present.code} was changed meanwhile; load it again.", version=present.version
        )
    given = {name: each for name, each in values.items() if getattr(present, name) != each}
    if not given:
        raise Invalid(f"Nothing of {present.code} was changed.")
    payload = {"territory": present.code, **_payload(given)}
    return submit_at_once(
        title=f"Edit {present.code} {present.name}"[:200],
        reason=reason,
        changes=[("rename_territory", payload)],
        by=by,
        at=at,
    )


def _payload(given: Mapping[str, Any]) -> dict[str, Any]:
    set_to = {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in given.items()
        if value is not None
    }
    return {**set_to, "clear": [name for name, value in given.items() if value is None]}
