"""Building the tree: creating, changing, moving and closing territories."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid, Stale
from townsite.common.periods import ended, since
from townsite.sites.models import Site
from townsite.territories.choices import AssignmentKind, Membership, TerritoryLevel, TerritoryStatus
from townsite.territories.errors import (
    OtherHierarchy,
    TerritoryClosed,
    TerritoryCodeTaken,
    TerritoryCycle,
    TerritoryNotEmpty,
)
from townsite.territories.models import (
    MAIN_HIERARCHY_ID,
    Assignment,
    Hierarchy,
    Territory,
    TerritoryPlacement,
)
from townsite.territories.site_rules import problems_of_rule

CHANGEABLE = (
    "name",
    "kind",
    "membership",
    "membership_rule",
    "allowed_states",
    "capacity_limit",
    "color_index",
    "center",
)
RANK = {level: rank for rank, level in enumerate(TerritoryLevel.values)}

# The territory and everything below it get new paths, and so do their sites: two statements.
_REPATH = """
UPDATE territories_territory SET path = %(top)s::ltree ||
    CASE WHEN nlevel(path) > nlevel(%(old)s::ltree)
         THEN subpath(path, nlevel(%(old)s::ltree)) ELSE ''::ltree END
WHERE path <@ %(old)s::ltree
"""
_RESITE = """
UPDATE sites_site s SET territory_path = t.path
FROM territories_territory t WHERE t.id = s.territory_id AND t.path <@ %(top)s::ltree
"""


@transaction.atomic
def create_territory(
    *,
    values: dict[str, Any],
    parent: Territory | None,
    by: Actor,
    at: datetime,
    reason: str = "",
    hierarchy: Hierarchy | None = None,
) -> Territory:
    """The new territory below `parent` and in its hierarchy, or at the top of `hierarchy`.

    Without either it is at the top of the main hierarchy. Raises OtherHierarchy when both are
    given and differ.

    Raises TerritoryCodeTaken, TerritoryClosed for an inactive parent, and Invalid with problems by
    field, among them a level that is not below the parent's (C-06: inversion is an error).
    """
    code = str(values.get("code", "")).strip().upper()
    if Territory.objects.filter(code=code).exists():
        raise TerritoryCodeTaken(f"Code {code} is taken by another territory. Choose another.")
    territory = Territory(**{**values, "code": code}, created_at=at, updated_at=at)
    territory.path = f"{parent.path}.{code}" if parent else code
    if "color_index" not in values:
        territory.color_index = Territory.objects.count() % 10
    territory.hierarchy_id = _hierarchy_id(parent, hierarchy)
    _check(territory)
    _check_parent(territory, parent)
    territory.save(force_insert=True)
    _place(territory, parent, at=at)
    record_event(
        EventType.TERRITORY_CREATED,
        target=territory,
        by=by,
        at=at,
        reason=reason,
        changes={"parent": [None, parent.code if parent else None]},
    )
    return territory


@transaction.atomic
def update_territory(
    *,
    territory: Territory,
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Territory:
    """The territory with `values` set. Raises Stale when it was changed meanwhile."""
    unknown = sorted(set(values) - set(CHANGEABLE))
    if unknown:
        raise Invalid(f"These fields cannot be changed here: {', '.join(unknown)}.")
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    if version is not None and locked.version != version:
        raise Stale(f"{locked.code} was changed meanwhile; load it again.", version=locked.version)
    before = {name: getattr(locked, name) for name in values}
    changes = {name: [old, values[name]] for name, old in before.items() if old != values[name]}
    if not changes:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.updated_at, locked.version = at, locked.version + 1
    _check(locked)
    locked.save()
    record_event(
        EventType.TERRITORY_UPDATED, target=locked, by=by, at=at, reason=reason, changes=changes
    )
    return locked


@transaction.atomic
def place_territory(
    *, territory: Territory, parent: Territory | None, by: Actor, at: datetime, reason: str = ""
) -> Territory:
    """The territory moved below `parent` from `at` on, with everything under it.

    Raises TerritoryCycle when `parent` lies below the territory, naming the path between them, and
    OtherHierarchy when it lies in another tree.
    """
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    if parent and f"{parent.path}.".startswith(f"{locked.path}."):
        raise TerritoryCycle(
            f"{parent.code} lies below {locked.code} ({parent.path.replace('.', ' › ')}), "
            "so it cannot become its parent."
        )
    _check_parent(locked, parent)
    current = TerritoryPlacement.objects.filter(territory=locked, valid_during__contains=at)
    former = current.select_related("parent").first()
    if former:
        former.valid_during = ended(former.valid_during, at=at)
        former.save(update_fields=["valid_during"])
    _place(locked, parent, at=at)
    top = f"{parent.path}.{locked.code}" if parent else locked.code
    with connection.cursor() as cursor:
        cursor.execute(_REPATH, {"top": top, "old": locked.path})
        cursor.execute(_RESITE, {"top": top})
    locked.refresh_from_db()
    old = former.parent.code if former and former.parent else None
    record_event(
        EventType.TERRITORY_MOVED,
        target=locked,
        by=by,
        at=at,
        reason=reason,
        changes={"parent": [old, parent.code if parent else None]},
    )
    return locked


@transaction.atomic
def close_territory(*, territory: Territory, by: Actor, at: datetime, reason: str) -> Territory:
    """The territory, inactive from now on. Raises TerritoryNotEmpty with the counts."""
    locked = Territory.objects.select_for_update().get(pk=territory.pk)
    sites = _count_sites(locked)
    below = (
        Territory.objects.filter(path__within=locked.path, status=TerritoryStatus.ACTIVE)
        .exclude(pk=locked.pk)
        .count()
    )
    if sites or below:
        raise TerritoryNotEmpty(
            f"{locked.code} still has {sites} sites and {below} territories. Move them first."
        )
    before, locked.status = locked.status, TerritoryStatus.INACTIVE
    locked.updated_at, locked.version = at, locked.version + 1
    locked.save()
    record_event(
        EventType.TERRITORY_CLOSED,
        target=locked,
        by=by,
        at=at,
        reason=reason,
        changes={"status": [before, locked.status]},
    )
    return locked


def _check(territory: Territory) -> None:
    try:
        territory.clean_fields()
        territory.validate_constraints()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields=error.message_dict) from error
    problems = problems_of_rule(territory.membership_rule)
    if territory.membership == Membership.RULE and not territory.membership_rule:
        problems = ["Say which sites it takes: an attribute rule needs at least one attribute."]
    if problems:
        raise Invalid(" ".join(problems), fields={"membership_rule": problems})


def _hierarchy_id(parent: Territory | None, hierarchy: Hierarchy | None) -> UUID:
    if parent is None:
        return hierarchy.pk if hierarchy else MAIN_HIERARCHY_ID
    if hierarchy and hierarchy.pk != parent.hierarchy_id:
        raise OtherHierarchy(f"{parent.code} belongs to {parent.hierarchy}, not to {hierarchy}.")
    return parent.hierarchy.pk


def _place(territory: Territory, parent: Territory | None, *, at: datetime) -> None:
    TerritoryPlacement.objects.create(
        territory=territory,
        parent=parent,
        hierarchy_id=territory.hierarchy_id,
        valid_during=since(at),
    )


def _count_sites(territory: Territory) -> int:
    if territory.hierarchy_id == MAIN_HIERARCHY_ID:
        return Site.objects.filter(territory_id=territory.pk).count()
    held = Assignment.objects.filter(territory=territory, kind=AssignmentKind.PRIMARY)
    return held.filter(valid_during__upper_inf=True).count()


def _check_parent(territory: Territory, parent: Territory | None) -> None:
    if parent is None:
        return
    if parent.hierarchy_id != territory.hierarchy_id:
        raise OtherHierarchy(
            f"{parent.code} belongs to {parent.hierarchy}, {territory.code} to "
            f"{territory.hierarchy}. A territory stays in its hierarchy."
        )
    if parent.status == TerritoryStatus.INACTIVE:
        raise TerritoryClosed(f"{parent.code} is inactive; choose an active parent.")
    if RANK[parent.level] > RANK[territory.level]:
        raise Invalid(
            f"A {territory.get_level_display().lower()} cannot lie below a "
            f"{parent.get_level_display().lower()} ({parent.code}).",
            fields={"level": ["Choose a level at or below the parent's."]},
        )
