"""The verdict on each staged row: final problems, difference to the site, action; then kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from townsite.imports.staging.guards import BROKEN_RULES, NEW_PEOPLE
from townsite.imports.staging.site_record import FIELDS
from townsite.sites.types import CATALOGUE

# What a new site starts with where neither file nor constant says anything.
START = {"status": "draft", "facility_type": "other", "country": "US"}
_POINT = "ARRAY['latitude', 'longitude', 'geocode_source', 'geocode_quality', 'time_zone']"
_COMPARED = ", ".join(f"'{name}'" for name in FIELDS)

JUDGED = f"""
SELECT st.row_number, st.raw, st.edits, fin.values, i.issues, d.diff,
       CASE WHEN st.edits ? '$skip' THEN 'skip'
            WHEN i.issues @? '$[*] ? (@.severity == "error")' THEN 'error'
            WHEN m.site_id IS NULL THEN 'create'
            WHEN d.diff = '{{}}' THEN 'unchanged'
            ELSE 'update' END AS action,
       coalesce(m.site_id, uuid7()) AS site_id, m.version
FROM pg_temp.import_staged st
LEFT JOIN pg_temp.import_matched m USING (row_number)
LEFT JOIN (SELECT row_number, jsonb_agg(issue) AS issues FROM pg_temp.import_flags
           GROUP BY row_number) f USING (row_number)
-- OFFSET 0 keeps each step from being computed again wherever its result is used.
CROSS JOIN LATERAL (
    SELECT CASE WHEN m.site_id IS NULL THEN jsonb_strip_nulls(st.values)
                -- A point that was only derived never replaces the site's own.
                WHEN st.values ->> 'geocode_source' <> 'given' AND m.before ->> 'latitude' IS NOT NULL
                     AND (m.before ->> 'geocode_source' NOT IN ('zip', 'place', 'none')
                          OR (coalesce(st.values -> 'zip', m.before -> 'zip'),
                              coalesce(st.values -> 'city', m.before -> 'city'),
                              coalesce(st.values -> 'state', m.before -> 'state'))
                             IS NOT DISTINCT FROM
                             (m.before -> 'zip', m.before -> 'city', m.before -> 'state'))
                THEN st.values - {_POINT}
                ELSE st.values END AS values OFFSET 0) v
CROSS JOIN LATERAL (
    SELECT coalesce(m.before, %(start)s::jsonb
        || coalesce(%(defaults)s::jsonb -> coalesce(v.values ->> 'facility_type', 'other'), '{{}}'))
        || v.values AS it OFFSET 0) e
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(held) AND m.site_id IS NULL, false) AS is_held,
           coalesce(jsonb_agg(jsonb_build_object(
               'field', field, 'code', code, 'value', coalesce(e.it ->> field, ''),
               'severity', CASE WHEN held AND m.site_id IS NULL THEN 'warn' ELSE 'error' END,
               'message', CASE WHEN held AND m.site_id IS NULL
                          THEN sentence || ' Until then it stays a draft.' ELSE sentence END)
               || CASE code
                  WHEN 'needs_close_date'
                  THEN jsonb_build_object('fix', jsonb_build_object('close_date', %(today)s::text))
                  WHEN 'number_differs' THEN '{{"fix": {{"number": null}}}}'
                  ELSE '{{}}' END), '[]') AS issues
    FROM ({BROKEN_RULES}) rules WHERE broken OFFSET 0) g
CROSS JOIN LATERAL (
    SELECT CASE WHEN g.is_held THEN v.values || '{{"status": "draft"}}' ELSE v.values END AS values
    OFFSET 0) fin
CROSS JOIN LATERAL (
    SELECT CASE WHEN m.site_id IS NULL THEN st.issues ELSE
               jsonb_path_query_array(st.issues, '$[*] ? (!(@.new_only == true))') END
           || coalesce(f.issues, '[]') || g.issues AS issues OFFSET 0) i
{NEW_PEOPLE}
CROSS JOIN LATERAL (
    SELECT CASE WHEN m.site_id IS NULL THEN '{{}}'::jsonb ELSE coalesce((
        SELECT jsonb_object_agg(key, jsonb_build_array(m.before -> key, value))
        FROM jsonb_each(fin.values)
        WHERE key IN ({_COMPARED}) AND value IS DISTINCT FROM coalesce(m.before -> key, 'null')
    ), '{{}}') END || coalesce(p.diff, '{{}}') AS diff OFFSET 0) d
"""

KEEP_NEW = f"""
INSERT INTO imports_importrow (of_id, row_number, raw, edits, values, issues, diff, action,
                               site_id, site_version)
SELECT %(import)s, row_number, raw, edits, values, issues, diff, action, site_id, version
FROM ({JUDGED}) judged
"""
# Materialized, or every row would be judged once for each row it is compared with.
KEEP_CHANGED = f"""
WITH j AS MATERIALIZED ({JUDGED})
UPDATE imports_importrow r
SET edits = j.edits, values = j.values, issues = j.issues, diff = j.diff, action = j.action,
    site_id = j.site_id, site_version = j.version
FROM j
WHERE r.of_id = %(import)s AND r.row_number = j.row_number
"""


def keep_judged(*, import_id: UUID, at: datetime, is_new: bool) -> int:
    """How many staged rows were judged and kept, as new rows or in place of their former state."""
    values: dict[str, Any] = {
        "import": import_id,
        "today": f"{at:%Y-%m-%d}",
        "start": _json(START),
        "defaults": type_defaults(),
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP_NEW if is_new else KEEP_CHANGED, values)
        return int(cursor.rowcount)


def type_defaults() -> str:
    """What each facility type brings along (B-21 to B-25), as JSON by type."""
    return _json({str(code): kind.defaults for code, kind in CATALOGUE.items()})


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()
