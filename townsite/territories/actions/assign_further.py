"""Assigning sites to territories of a hierarchy beside the main one.

The site's row names its further territories in one array (ADR 0010); the dated truth is the same
table of assignments, and the statements are as few.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.common.errors import Conflict
from townsite.territories.actions.explained import Explained, begin_explained
from townsite.territories.models import MAIN_HIERARCHY_ID, Hierarchy

_MOVES = "unnest(%(ids)s::uuid[], %(targets)s::uuid[]) AS move (site_id, territory_id)"
_HELD = """
LEFT JOIN territories_assignment held ON held.site_id = s.id AND held.kind = 'primary'
    AND held.hierarchy_id = %(hierarchy)s AND held.valid_during @> %(at)s::timestamptz
"""
# Locked in the order of their keys, as in the main hierarchy.
_MOVING = f"""
SELECT s.id, move.territory_id FROM sites_site s JOIN {_MOVES} ON move.site_id = s.id {_HELD}
WHERE held.territory_id IS DISTINCT FROM move.territory_id
ORDER BY s.id FOR UPDATE OF s
"""
_LATER = """
SELECT count(*) FROM territories_assignment
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND hierarchy_id = %(hierarchy)s
  AND lower(valid_during) >= %(at)s
"""
_EVENTS = f"""
INSERT INTO audit_event (type, at, target_kind, target_id, target_label, site_id, territory_id,
    actor_id, actor_label, on_behalf_of_label, reason, changes, request_id, job_id)
SELECT CASE WHEN new.id IS NULL THEN %(unassigned)s ELSE %(assigned)s END,
    %(at)s, 'site', s.id::text, s.number || ' ' || s.name, s.id,
    coalesce(new.id, old.id), %(actor)s::uuid, %(actor_label)s, '', %(reason)s,
    jsonb_build_object(%(fact)s::text, jsonb_build_array(old.code, new.code)),
    %(request_id)s, %(job_id)s
FROM {_MOVES} JOIN sites_site s ON s.id = move.site_id {_HELD}
LEFT JOIN territories_territory old ON old.id = held.territory_id
LEFT JOIN territories_territory new ON new.id = move.territory_id
"""
_END = """
UPDATE territories_assignment SET valid_during = tstzrange(lower(valid_during), %(at)s)
WHERE site_id = ANY (%(ids)s::uuid[]) AND kind = 'primary' AND hierarchy_id = %(hierarchy)s
  AND valid_during @> %(at)s::timestamptz
"""
_BEGIN = f"""
INSERT INTO territories_assignment
    (id, site_id, territory_id, hierarchy_id, kind, valid_during, reason,
     score, breakdown, policy_versions)
SELECT uuid7(), site_id, territory_id, %(hierarchy)s, 'primary', tstzrange(%(at)s, NULL),
       %(reason)s, {{told}}
FROM {_MOVES} {{join}} WHERE territory_id IS NOT NULL
"""
_DENOTE = """
UPDATE sites_site s SET further_territory_ids = (
    SELECT array_agg(a.territory_id ORDER BY a.territory_id) FROM territories_assignment a
    WHERE a.site_id = s.id AND a.kind = 'primary' AND a.hierarchy_id <> %(main)s
      AND upper_inf(a.valid_during))
WHERE s.id = ANY (%(ids)s::uuid[])
"""


def move_in_further(
    targets: Mapping[UUID, UUID | None],
    hierarchy: Hierarchy,
    values: dict[str, Any],
    explained: Collection[Explained] = (),
) -> list[UUID]:
    """The sites that moved within the hierarchy; `values` are those of the main one's statements.

    Raises Conflict when a site has a later assignment in this hierarchy.
    """
    given = values | {
        "hierarchy": hierarchy.pk,
        "main": MAIN_HIERARCHY_ID,
        "fact": f"territory {hierarchy.code}",
        "ids": list(targets),
        "targets": list(targets.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_MOVING, given)
        moving = dict(cursor.fetchall())
        given |= {"ids": list(moving), "targets": list(moving.values())}
        cursor.execute(_LATER, given)
        (later,) = cursor.fetchone()
        if later:
            raise Conflict(
                f"{later} of these sites have an assignment in {hierarchy} that begins at or after "
                "that moment. Choose a later date."
            )
        for step in (_EVENTS, _END, begin_explained(_BEGIN, explained), _DENOTE):
            cursor.execute(step, given)
    return list(moving)
