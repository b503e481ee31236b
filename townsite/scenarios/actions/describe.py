"""Making and editing scenarios."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Forbidden, Invalid, Stale
from townsite.scenarios.brief import brief_of
from townsite.scenarios.models import Scenario
from townsite.territories.models import Territory

DESCRIBED = ("name", "notes", "is_shared", "base_at", "brief")


@transaction.atomic
def create_scenario(
    *,
    name: str,
    territory: Territory,
    by: Actor,
    at: datetime,
    owner: User | None = None,
    brief: dict[str, Any] | None = None,
    notes: str = "",
    is_shared: bool = False,
    base_at: datetime | None = None,
) -> Scenario:
    """A new scenario about the territories below `territory`.

    Without `owner` it belongs to the nightly check and is shared. Raises Invalid naming each field
    that cannot be asked.
    """
    values = {"name": name.strip(), "base_at": base_at}
    _check(values, at)
    row = Scenario.objects.create(
        number=_next_number(),
        territory=territory,
        owner=owner,
        is_shared=is_shared or owner is None,
        brief=brief_of(brief or {}).model_dump(mode="json"),
        notes=notes.strip(),
        created_at=at,
        **values,
    )
    record_event(EventType.SCENARIO_CREATED, target=row, by=by, at=at, reason=row.notes)
    return row


@transaction.atomic
def edit_scenario(
    *, scenario: Scenario, values: dict[str, Any], by: User, at: datetime, version: int | None
) -> Scenario:
    """The scenario with other values; plans that were found stay.

    Raises Stale, Forbidden for somebody who does not own it, Invalid.
    """
    unknown = sorted(set(values) - set(DESCRIBED))
    if unknown:
        raise Invalid(f"These cannot be changed here: {', '.join(unknown)}.")
    row = owned(scenario, by)
    if version is not None and row.version != version:
        raise Stale(f"{row} was changed meanwhile (version {row.version}). Load the page again.")
    _check(values, at)
    if "brief" in values:
        values = {**values, "brief": brief_of(values["brief"]).model_dump(mode="json")}
    changes = {
        name: [str(getattr(row, name)), str(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if changes:
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*values, "version"])
        record_event(EventType.SCENARIO_CHANGED, target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def copy_scenario(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """A scenario of the person's own with the same question, and no runs yet."""
    return create_scenario(
        name=f"Copy of {scenario.name}"[:200],
        territory=scenario.territory,
        brief=scenario.brief,
        notes=scenario.notes,
        base_at=scenario.base_at,
        owner=by,
        by=by,
        at=at,
    )


def owned(scenario: Scenario, by: Actor) -> Scenario:
    """The row, locked. Raises Forbidden unless the person owns it."""
    if scenario.owner_id != by.pk:
        raise Forbidden(f"{scenario} belongs to somebody else. Copy it to work on your own.")
    return Scenario.objects.select_for_update().get(pk=scenario.pk)


def _check(values: dict[str, Any], at: datetime) -> None:
    if "name" in values and not values["name"].strip():
        raise Invalid("Give the scenario a name.", fields={"name": ["Give the scenario a name."]})
    base = values.get("base_at")
    if base and base > at:
        said = f"{base:%F} lies ahead; plans start from assignments that are known."
        raise Invalid(said, fields={"base_at": [said]})


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('scenarios_number_seq')")
        return int(cursor.fetchone()[0])
