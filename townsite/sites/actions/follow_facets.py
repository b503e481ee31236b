"""Keeping the dated classification in step with the present values on the site."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from townsite.common.actors import Actor
from townsite.sites.choices import Facet

_COLUMNS = ", ".join(f"('{facet}', s.{facet})" for facet in Facet.values)
# What the site says now beside what the dated rows say; only where the two differ.
_CHANGED = f"""
SELECT s.id AS site_id, f.facet, f.value, held.id AS held_id, lower(held.valid_during) AS since
FROM sites_site s
CROSS JOIN LATERAL (VALUES {_COLUMNS}) AS f (facet, value)
LEFT JOIN sites_classification held ON held.site_id = s.id AND held.facet = f.facet
    AND held.site_id = ANY (%(ids)s::uuid[]) AND held.valid_during @> %(at)s::timestamptz
WHERE s.id = ANY (%(ids)s::uuid[]) AND coalesce(held.value, '') <> f.value
"""
# One table for the whole transaction: each new one would hold locks until its end.
_TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS facet_changes (
    site_id uuid, facet text, value text, held_id uuid, since timestamptz) ON COMMIT DROP
"""
_FILL = f"INSERT INTO facet_changes {_CHANGED}"
# A value that began at this very moment never held: it goes, the others end.
_DROP = """
DELETE FROM sites_classification WHERE site_id = ANY (%(ids)s::uuid[])
    AND id IN (SELECT held_id FROM facet_changes WHERE since = %(at)s)
"""
_END = """
UPDATE sites_classification c SET valid_during = tstzrange(lower(c.valid_during), %(at)s)
FROM facet_changes f WHERE c.id = f.held_id AND c.site_id = ANY (%(ids)s::uuid[])
"""
# Rows written in this transaction are in no statistics, so the planner takes the table for empty
# and would read all of it once for each site: 175 s for 2,000 sites, 1 s without nested loops.
_NO_LOOPS = "SET LOCAL enable_nestloop = off"
_LOOPS = "SET LOCAL enable_nestloop = on"
_BEGIN = """
INSERT INTO sites_classification (id, site_id, facet, value, valid_during, reason, set_by_label)
SELECT uuid7(), site_id, facet, value, tstzrange(%(at)s, NULL), %(reason)s, %(by)s
FROM facet_changes WHERE value <> ''
"""


@transaction.atomic
def follow_facets(*, site_ids: Collection[UUID], by: Actor, at: datetime, reason: str = "") -> int:
    """How many facets got a new dated value because the site's own column had changed.

    Call it after any write to facility type, service class, tier or commercial class; the same few
    statements serve one site or a hundred thousand.
    """
    values: dict[str, Any] = {
        "ids": list(site_ids),
        "at": at,
        "reason": reason,
        "by": by.actor_label,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute("TRUNCATE pg_temp.facet_changes")
        cursor.execute(_NO_LOOPS)
        cursor.execute(_FILL, values)
        changed: int = cursor.rowcount
        if changed:
            for statement in (_DROP, _END, _BEGIN):
                cursor.execute(statement, values)
        cursor.execute(_LOOPS)
    return changed
