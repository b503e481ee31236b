"""Assigning sites to territories, one or a hundred thousand in the same few statements."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from townsite.audit.actions import current_origin
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict
from townsite.sites.quality import refresh_quality
from townsite.territories.actions.assign_further import move_in_further
from townsite.territories.actions.explained import Explained, begin_explained
from townsite.territories.choices import TerritoryStatus
from townsite.territories.errors import OtherHierarchy, TerritoryClosed
from townsite.territories.models import MAIN_HIERARCHY_ID, Hierarchy, Territory

# Where each site goes; NULL is nowhere.
_MOVES = "unnest(%(ids)s::uuid[], %(targets)s::uuid[]) AS move (site_id, territory_id)"
# Locked in the order of their keys: before its first assignment a site has no other row to lock.
_MOVING = f"""
SELECT s.id, move.territory_id, s.territory_id IS NULL
FROM sites_site s JOIN {_MOVES} ON move.site_id = s.id
WHERE s.territory_id IS DISTINCT FROM move.territory_id
ORDER BY s.id FOR UPDATE OF s
"""
_LATER = """
SELECT count(*) FROM territories_assignment
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND hierarchy_id = %(main)s
  AND lower(valid_during) > %(at)s
"""
# What began at this very moment never held: it goes, as when several change sets are taken back
# together; the others end.
_DROP = """
DELETE FROM territories_assignment
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND hierarchy_id = %(main)s
  AND lower(valid_during) = %(at)s
"""
_END = """
UPDATE territories_assignment SET valid_during = tstzrange(lower(valid_during), %(at)s)
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND hierarchy_id = %(main)s
  AND valid_during @> %(at)s::timestamptz
"""
_EVENTS = f"""
INSERT INTO audit_event (type, at, target_kind, target_id, target_label, site_id, territory_id,
    actor_id, actor_label, on_behalf_of_label, reason, changes, request_id, job_id)
SELECT CASE WHEN new.id IS NULL THEN %(unassigned)s ELSE %(assigned)s END,
    %(at)s, 'site', s.id::text, s.number || ' ' || s.name, s.id,
    coalesce(new.id, s.territory_id), %(actor)s::uuid, %(actor_label)s, '', %(reason)s,
    jsonb_build_object('territory', jsonb_build_array(old.code, new.code)),
    %(request_id)s, %(job_id)s
FROM {_MOVES}
JOIN sites_site s ON s.id = move.site_id
LEFT JOIN territories_territory old ON old.id = s.territory_id
LEFT JOIN territories_territory new ON new.id = move.territory_id
"""
# The site's row names its territory already, so that there is no former one.
_NAMED = """(SELECT id AS site_id, territory_id FROM sites_site
             WHERE id = ANY (%(ids)s::uuid[])) AS move"""
_FIRST_EVENTS = (
    _EVENTS.replace("array(old.code,", "array(NULL,")
    .replace("ON old.id = s.territory_id", "ON false")
    .replace(_MOVES, _NAMED)
)
_FIRST_TERRITORIES = f"SELECT territory_id, count(*) FROM {_NAMED} GROUP BY 1"
_BEGIN = f"""
INSERT INTO territories_assignment
    (id, site_id, territory_id, kind, valid_during, reason, score, breakdown, policy_versions)
SELECT uuid7(), site_id, territory_id, 'primary', tstzrange(%(at)s, NULL), %(reason)s, {{told}}
FROM {_MOVES} {{join}} WHERE territory_id IS NOT NULL
"""
_FIRST_BEGIN = begin_explained(_BEGIN.replace(_MOVES, _NAMED), ())
_DENOTE = f"""
UPDATE sites_site s SET territory_id = new.id, territory_path = new.path
FROM {_MOVES} LEFT JOIN territories_territory new ON new.id = move.territory_id
WHERE s.id = move.site_id
"""


@transaction.atomic
def assign_sites(
    *,
    site_ids: Collection[UUID],
    territory: Territory,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> int:
    """How many sites moved to `territory` as their primary from `at` on; others were there already.

    Ends their present primary assignment in its hierarchy (R-09: exactly one at a time in each). Raises TerritoryClosed when
    the territory takes no sites, Conflict when a site has a later assignment.
    """
    _refuse_closed([territory])
    targets = dict.fromkeys(site_ids, territory.pk)
    return _move(targets, territory.hierarchy, by=by, at=at, reason=reason)


@transaction.atomic
def unassign_sites(
    *,
    site_ids: Collection[UUID],
    by: Actor,
    at: datetime,
    reason: str = "",
    hierarchy: Hierarchy | None = None,
) -> int:
    """How many sites lost their primary territory in the hierarchy (the main one) from `at` on."""
    return _move(dict.fromkeys(site_ids, None), hierarchy, by=by, at=at, reason=reason)


@transaction.atomic
def reassign_sites(
    *,
    targets: Mapping[UUID, UUID | None],
    by: Actor,
    at: datetime,
    reason: str = "",
    hierarchy: Hierarchy | None = None,
    explained: Collection[Explained] = (),
) -> int:
    """How many sites moved, each to its own territory (or to none) from `at` on.

    All within one hierarchy, the main one if none is named. The statements are the same for one
    target or a thousand; the assignments begin with what is `explained`. Raises as `assign_sites`
    does, and OtherHierarchy naming the territories that lie elsewhere.
    """
    territories = Territory.objects.filter(pk__in={each for each in targets.values() if each})
    _refuse_closed(territories)
    refuse_others(territories, hierarchy)
    return _move(targets, hierarchy, by=by, at=at, reason=reason, explained=explained)


@transaction.atomic
def assign_new_sites(
    *, site_ids: Collection[UUID], by: Actor, at: datetime, reason: str = ""
) -> int:
    """How many new sites began in the territory that their rows were written with.

    For loaders of many: a site written once costs half of one written and then moved. Raises
    TerritoryClosed, and Conflict when a row names no territory.
    """
    values = _values(by=by, at=at, reason=reason) | {"ids": list(site_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_TERRITORIES, values)
        named = dict(cursor.fetchall())
        placed = sum(named.values()) - named.pop(None, 0)
        if placed != len(site_ids):
            raise Conflict(f"{len(site_ids) - placed} new sites are in no territory yet.")
        territories = Territory.objects.filter(pk__in=named)
        _refuse_closed(territories)
        refuse_others(territories, None)
        for step in (_FIRST_EVENTS, _FIRST_BEGIN):
            cursor.execute(step, values)
    return len(site_ids)


def _refuse_closed(territories: Collection[Territory]) -> None:
    for territory in territories:
        if territory.status != TerritoryStatus.ACTIVE:
            raise TerritoryClosed(
                f"{territory.code} is {territory.get_status_display().lower()}, and only active "
                "territories may receive sites (R-09)."
            )


def refuse_others(territories: Iterable[Territory], hierarchy: Hierarchy | None) -> None:
    """Raises OtherHierarchy naming the territories outside the hierarchy (the main one if None)."""
    wanted = hierarchy.pk if hierarchy else MAIN_HIERARCHY_ID
    others = sorted(each.code for each in territories if each.hierarchy_id != wanted)
    if others:
        raise OtherHierarchy(
            f"{', '.join(others)} belong to another hierarchy. A site has one primary territory in "
            "each; assign within one hierarchy at a time."
        )


def _move(
    targets: Mapping[UUID, UUID | None],
    hierarchy: Hierarchy | None,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    explained: Collection[Explained] = (),
) -> int:
    values = _values(by=by, at=at, reason=reason)
    if hierarchy and not hierarchy.is_main:
        return len(move_in_further(targets, hierarchy, values, explained))
    with connection.cursor() as cursor:
        wanted: dict[str, Any] = {"ids": list(targets), "targets": list(targets.values())}
        cursor.execute(_MOVING, {**values, **wanted})
        moving = cursor.fetchall()
        values |= {"ids": [each[0] for each in moving], "targets": [each[1] for each in moving]}
        cursor.execute(_LATER, values)
        (later,) = cursor.fetchone()
        if later:
            raise Conflict(
                f"{later} of these sites have an assignment that begins after that moment. "
                "Choose a later date."
            )
        for step in (_DROP, _END, _EVENTS, begin_explained(_BEGIN, explained), _DENOTE):
            cursor.execute(step, values)
    # Whether a site has a territory bears on its quality; which one it is does not.
    refresh_quality([key for key, new, was_free in moving if was_free or new is None], at=at)
    return len(moving)


def _values(*, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    source = current_origin()
    return {
        "assigned": EventType.SITE_ASSIGNED.value,
        "main": MAIN_HIERARCHY_ID,
        "unassigned": EventType.SITE_UNASSIGNED.value,
        "at": at,
        "actor": by.pk,
        "actor_label": by.actor_label,
        "reason": reason,
        "request_id": source.request_id,
        "job_id": source.job_id,
    }
