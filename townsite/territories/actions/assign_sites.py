"""Assigning sites to territories, one or a hundred thousand in the same few statements."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from townsite.audit.actions import current_origin
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict
from townsite.sites.quality import refresh_quality
from townsite.territories.choices import AssignmentKind, TerritoryStatus
from townsite.territories.errors import TerritoryClosed
from townsite.territories.models import Territory

# Locked in the order of their keys: before its first assignment a site has no other row to lock.
_MOVING = """
SELECT s.id FROM sites_site s
WHERE s.id = ANY (%(ids)s::uuid[]) AND s.territory_id IS DISTINCT FROM %(territory)s::uuid
ORDER BY s.id FOR UPDATE
"""
_LATER = """
SELECT count(*) FROM territories_assignment
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND lower(valid_during) >= %(at)s
"""
_END = """
UPDATE territories_assignment SET valid_during = tstzrange(lower(valid_during), %(at)s)
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND valid_during @> %(at)s::timestamptz
"""
_EVENTS = """
INSERT INTO audit_event (type, at, target_kind, target_id, target_label, site_id, territory_id,
    actor_id, actor_label, on_behalf_of_label, reason, changes, request_id, job_id)
SELECT %(type)s, %(at)s, 'site', s.id::text, s.number || ' ' || s.name, s.id,
    coalesce(%(territory)s::uuid, s.territory_id), %(actor)s::uuid, %(actor_label)s, '', %(reason)s,
    jsonb_build_object('territory', jsonb_build_array(old.code, %(code)s::text)),
    %(request_id)s, %(job_id)s
FROM sites_site s LEFT JOIN territories_territory old ON old.id = s.territory_id
WHERE s.id = ANY (%(ids)s::uuid[])
"""
_BEGIN = """
INSERT INTO territories_assignment (id, site_id, territory_id, kind, valid_during, reason)
SELECT uuid7(), unnest(%(ids)s::uuid[]), %(territory)s::uuid, 'primary',
       tstzrange(%(at)s, NULL), %(reason)s
"""
_DENOTE = """
UPDATE sites_site SET territory_id = %(territory)s::uuid, territory_path = %(path)s::ltree
WHERE id = ANY (%(ids)s::uuid[])
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

    Ends their present primary assignment (R-09: exactly one at a time). Raises TerritoryClosed when
    the territory takes no sites, Conflict when a site has a later assignment.
    """
    if territory.status != TerritoryStatus.ACTIVE:
        raise TerritoryClosed(
            f"{territory.code} is {territory.get_status_display().lower()}, and only active "
            "territories may receive sites (R-09)."
        )
    values = _values(by=by, at=at, reason=reason, kind=EventType.SITE_ASSIGNED)
    values |= {"territory": territory.pk, "code": territory.code, "path": territory.path}
    return _move(site_ids, values, [_END, _EVENTS, _BEGIN, _DENOTE])


@transaction.atomic
def unassign_sites(*, site_ids: Collection[UUID], by: Actor, at: datetime, reason: str = "") -> int:
    """How many sites lost their primary territory from `at` on."""
    values = _values(by=by, at=at, reason=reason, kind=EventType.SITE_UNASSIGNED)
    values |= {"territory": None, "code": None, "path": None}
    return _move(site_ids, values, [_END, _EVENTS, _DENOTE])


def _move(site_ids: Collection[UUID], values: dict[str, Any], steps: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_MOVING, {**values, "ids": list(site_ids)})
        moving = [row[0] for row in cursor.fetchall()]
        values = {**values, "ids": moving}
        cursor.execute(_LATER, values)
        (later,) = cursor.fetchone()
        if later:
            raise Conflict(
                f"{later} of these sites have an assignment that begins at or after that moment. "
                "Choose a later date."
            )
        for step in steps:
            cursor.execute(step, values)
    refresh_quality(moving, at=values["at"])
    return len(moving)


def _values(*, by: Actor, at: datetime, reason: str, kind: EventType) -> dict[str, Any]:
    source = current_origin()
    return {
        "type": kind.value,
        "at": at,
        "actor": by.pk,
        "actor_label": by.actor_label,
        "reason": reason,
        "kind": AssignmentKind.PRIMARY.value,
        "request_id": source.request_id,
        "job_id": source.job_id,
    }
