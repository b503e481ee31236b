"""SQL of an undo: what stands in its way, how changed sites are restored, new ones removed."""

from townsite.imports.writing.events import INSERT_EVENTS
from townsite.imports.writing.sites import TEXTS, TYPED

# Written with IN, which PostgreSQL answers by one hash; as joins on rows it has no statistics of,
# it looked through whole tables for each site (37 s for 5,300).
_CREATED = """
WITH created AS MATERIALIZED (
    SELECT site_id, values ? 'district' AS is_assigned FROM imports_importrow
    WHERE of_id = %(import)s AND action = 'create')
SELECT number FROM sites_site s WHERE s.id IN ({sites}) ORDER BY number
"""
# A site that was saved since is compared with its row history: what was changed and put back, as by
# the revert of a later change set, stands in nobody's way. Of a changed site only what the import
# set counts, of a new one everything that is not derived.
_CHANGED = """
WITH saved AS MATERIALIZED (
    SELECT s.id, s.number, r.action, r.diff, to_jsonb(s) AS now,
           coalesce(r.site_version + 1, 1) AS version
    FROM imports_importrow r JOIN sites_site s ON s.id = r.site_id
    WHERE r.of_id = %(import)s AND r.action IN ('create', 'update')
    AND s.version <> coalesce(r.site_version + 1, 1))
SELECT DISTINCT number FROM saved
LEFT JOIN LATERAL (
    SELECT to_jsonb(h) AS was FROM sites_siteevent h
    WHERE h.pgh_obj_id = saved.id AND h.version = saved.version ORDER BY h.pgh_id DESC LIMIT 1
) kept ON true
LEFT JOIN LATERAL jsonb_each(kept.was) AS col (name, value) ON true
WHERE kept.was IS NULL OR (
    col.name NOT LIKE 'pgh%%' AND col.name <> ALL (ARRAY['version', 'updated_at', 'complexity',
        'revenue_class', 'territory_id', 'territory_path'])
    AND saved.now -> col.name IS DISTINCT FROM col.value
    AND (saved.action = 'create' OR saved.diff ?| CASE col.name
        WHEN 'annual_revenue_cents' THEN ARRAY['annual_revenue']
        WHEN 'customer_id' THEN ARRAY['customer']
        WHEN 'location' THEN ARRAY['latitude', 'longitude']
        ELSE ARRAY[col.name] END))
ORDER BY number
"""
_MOVED = """
SELECT s.number FROM imports_importrow r JOIN sites_site s ON s.id = r.site_id
LEFT JOIN territories_territory t ON t.id = s.territory_id
WHERE r.of_id = %(import)s AND CASE r.action
    WHEN 'create' THEN t.code IS DISTINCT FROM r.values ->> 'district'
    WHEN 'update' THEN r.diff ? 'district' AND t.code IS DISTINCT FROM r.diff #>> '{district,1}'
    ELSE false END
ORDER BY s.number
"""
_AMONG = "IN (SELECT site_id FROM created)"
OBSTACLES = {
    "Changed since": _CHANGED,
    "Assigned to another district since": _MOVED,
    "Documents added since": _CREATED.format(
        sites=f"SELECT site_id FROM sites_document WHERE site_id {_AMONG}"
    ),
    "Related to other sites since": _CREATED.format(
        sites=f"""SELECT site_id FROM sites_siterelationship WHERE site_id {_AMONG}
        UNION SELECT other_id FROM sites_siterelationship WHERE other_id {_AMONG}"""
    ),
    "Other sites merged into them since": _CREATED.format(
        sites=f"SELECT merged_into_id FROM sites_site WHERE merged_into_id {_AMONG}"
    ),
    "Access granted to them since": _CREATED.format(
        sites=f"SELECT site_id FROM access_grant WHERE site_id {_AMONG}"
    ),
    "Contacts added since": _CREATED.format(
        sites=f"""SELECT site_id FROM sites_sitecontact WHERE site_id {_AMONG} AND id NOT IN (
            SELECT object_id FROM imports_made
            WHERE of_id = %(import)s AND kind = 'site_contact')"""
    ),
}


def _restored(key: str, column: str, value: str) -> str:
    return f"{column} = CASE WHEN n.diff ? '{key}' THEN {value} ELSE s.{column} END"


_RESTORE_SITES = f"""
UPDATE sites_site s SET {
    ", ".join(
        [_restored(name, name, f"coalesce(n.diff #>> '{{{name},0}}', '')") for name in TEXTS]
        + [
            _restored(name, name, f"(n.diff #>> '{{{name},0}}')::{kind}")
            for name, kind in TYPED.items()
        ]
        + [
            _restored(
                "annual_revenue",
                "annual_revenue_cents",
                "(n.diff #>> '{annual_revenue,0}')::bigint",
            ),
            _restored("is_24_7", "is_24_7", "(n.diff #>> '{is_24_7,0}')::bool"),
            _restored(
                "customer",
                "customer_id",
                "(SELECT c.id FROM sites_customer c WHERE c.name = n.diff #>> '{customer,0}')",
            ),
            _restored(
                "geocode_source",
                "geocode_source",
                "coalesce(n.diff #>> '{geocode_source,0}', 'none')",
            ),
            _restored(
                "geocode_quality",
                "geocode_quality",
                "coalesce(n.diff #>> '{geocode_quality,0}', 'none')",
            ),
        ]
    )
}, location = CASE WHEN n.diff ?| ARRAY['latitude', 'longitude'] THEN ST_SetSRID(ST_MakePoint(
        CASE WHEN n.diff ? 'longitude' THEN (n.diff #>> '{{longitude,0}}')::float8 ELSE ST_X(s.location) END,
        CASE WHEN n.diff ? 'latitude' THEN (n.diff #>> '{{latitude,0}}')::float8 ELSE ST_Y(s.location) END),
        4326) ELSE s.location END,
    version = s.version + 1, updated_at = %(at)s
FROM pg_temp.import_changed n WHERE s.id = n.site_id
"""
_RESTORE_IDS = """
UPDATE sites_externalid e SET key = n.diff #>> '{external_id,0}'
FROM pg_temp.import_changed n
WHERE e.site_id = n.site_id AND e.system = %(system)s AND n.diff #>> '{external_id,0}' IS NOT NULL
"""
_RESTORED_EVENTS = (
    INSERT_EVENTS.format(
        type="site.updated",
        changes="(SELECT jsonb_object_agg(key, jsonb_build_array(value -> 1, value -> 0))"
        " FROM jsonb_each(n.diff))",
    )
    + " FROM pg_temp.import_changed n JOIN sites_site s ON s.id = n.site_id"
)
_FORGET = """
DELETE FROM {table} WHERE id IN (
    SELECT object_id FROM imports_made WHERE of_id = %(import)s AND kind = '{kind}')
"""
RESTORE = (
    _RESTORED_EVENTS,
    _RESTORE_SITES,
    _RESTORE_IDS,
    _FORGET.format(table="sites_externalid", kind="external_id"),
    _FORGET.format(table="sites_sitecontact", kind="site_contact"),
)
RESTORED_DISTRICTS = """
SELECT diff #>> '{district,0}', array_agg(site_id) FROM pg_temp.import_changed
WHERE diff ? 'district' GROUP BY 1
"""

_REMOVED_EVENTS = (
    INSERT_EVENTS.format(type="site.removed", changes="'{}'::jsonb")
    + " FROM pg_temp.import_new n JOIN sites_site s ON s.id = n.site_id"
)
_OF_NEW = "DELETE FROM {table} WHERE site_id IN (SELECT site_id FROM pg_temp.import_new)"
REMOVE = (
    _REMOVED_EVENTS,
    # Change sets that were about these sites keep their words, not their index entries.
    _OF_NEW.format(table="changes_touch"),
    _OF_NEW.format(table="territories_assignment"),
    _OF_NEW.format(table="sites_classification"),
    "DELETE FROM sites_site WHERE id IN (SELECT site_id FROM pg_temp.import_new)",
    _FORGET.format(table="sites_contact", kind="contact")
    + " AND NOT EXISTS (SELECT 1 FROM sites_sitecontact l WHERE l.contact_id = sites_contact.id)",
    _FORGET.format(table="sites_customer", kind="customer")
    + " AND NOT EXISTS (SELECT 1 FROM sites_site s WHERE s.customer_id = sites_customer.id)"
    " AND NOT EXISTS (SELECT 1 FROM sites_contact c WHERE c.customer_id = sites_customer.id)",
)
