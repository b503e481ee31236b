"""The tree of territories as it stood, or will stand, at any moment.

Places, managers and, if asked, assignments are those of the moment; names, kinds and the sites'
own figures are the present ones.
"""

from datetime import datetime

from django.db import connection

from townsite.territories.queries import Node, grown_tree

# Placements of the moment give the paths; a territory without one did not exist then.
_TREE = """
WITH RECURSIVE placed AS MATERIALIZED (
    SELECT p.territory_id, p.parent_id FROM territories_territoryplacement p
    WHERE p.valid_during @> %(at)s::timestamptz
), paths AS (
    SELECT t.id, t.code::text AS path FROM placed p
    JOIN territories_territory t ON t.id = p.territory_id
    WHERE p.parent_id IS NULL OR p.parent_id NOT IN (SELECT territory_id FROM placed)
    UNION ALL
    SELECT t.id, above.path || '.' || t.code FROM placed p
    JOIN paths above ON above.id = p.parent_id
    JOIN territories_territory t ON t.id = p.territory_id
)
SELECT t.id, t.code, t.name, t.level, t.kind, t.membership, t.status, paths.path, t.color_index,
       t.capacity_limit, m.holder_label,
       coalesce(own.sites, 0) AS own_sites, coalesce(own.revenue, 0) AS own_revenue
FROM paths JOIN territories_territory t ON t.id = paths.id
LEFT JOIN territories_post m ON m.territory_id = t.id AND m.role = 'manager'
    AND m.valid_during @> %(at)s::timestamptz
LEFT JOIN ({own}) own ON own.territory_id = t.id
ORDER BY paths.path::ltree
"""
_NOW = """
    SELECT territory_id, count(*) AS sites, sum(annual_revenue_cents) AS revenue
    FROM sites_site WHERE territory_id IS NOT NULL AND status <> 'merged' GROUP BY territory_id
"""
_THEN = """
    SELECT a.territory_id, count(*) AS sites, sum(s.annual_revenue_cents) AS revenue
    FROM territories_assignment a JOIN sites_site s ON s.id = a.site_id
    WHERE a.kind = 'primary' AND a.valid_during @> %(at)s::timestamptz
    GROUP BY a.territory_id
"""


def territory_tree_at(at: datetime, *, sites_now: bool = False) -> list[Node]:
    """The tops of the visible tree at `at`, in one statement.

    Sites are counted where they were assigned then; with `sites_now` where they are assigned now,
    which shows the same sites in the former tree.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TREE.replace("{own}", _NOW if sites_now else _THEN), {"at": at})
        return grown_tree(cursor.fetchall())
