"""Opening and changing hierarchies of territories."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.territories.errors import HierarchyCodeTaken
from townsite.territories.models import Hierarchy
from townsite.territories.site_rules import problems_of_rule

CHANGEABLE = ("name", "line_of_business", "site_rule")


@transaction.atomic
def create_hierarchy(*, values: dict[str, Any], by: Actor, at: datetime) -> Hierarchy:
    """The new, empty hierarchy. Raises HierarchyCodeTaken, and Invalid with problems by field."""
    code = str(values.get("code", "")).strip().upper()
    if Hierarchy.objects.filter(code=code).exists():
        raise HierarchyCodeTaken(f"Code {code} is taken by another hierarchy. Choose another.")
    hierarchy = Hierarchy(**{**values, "code": code}, created_at=at)
    _check(hierarchy)
    hierarchy.save(force_insert=True)
    changes = {name: [None, getattr(hierarchy, name)] for name in CHANGEABLE}
    record_event(EventType.HIERARCHY_CREATED, target=hierarchy, by=by, at=at, changes=changes)
    return hierarchy


@transaction.atomic
def update_hierarchy(
    *, hierarchy: Hierarchy, values: dict[str, Any], by: Actor, at: datetime
) -> Hierarchy:
    """The hierarchy with `values` set. Raises Invalid with problems by field."""
    unknown = sorted(set(values) - set(CHANGEABLE))
    if unknown:
        raise Invalid(f"These fields cannot be changed here: {', '.join(unknown)}.")
    locked = Hierarchy.objects.select_for_update().get(pk=hierarchy.pk)
    changes = {
        name: [getattr(locked, name), value]
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    if not changes:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    _check(locked)
    locked.save()
    record_event(EventType.HIERARCHY_UPDATED, target=locked, by=by, at=at, changes=changes)
    return locked


def _check(hierarchy: Hierarchy) -> None:
    try:
        hierarchy.clean_fields()
        hierarchy.validate_constraints()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields=error.message_dict) from error
    if problems := problems_of_rule(hierarchy.site_rule):
        raise Invalid(" ".join(problems), fields={"site_rule": problems})
