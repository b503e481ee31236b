"""Problems that only a look at all rows, or at the portfolio, can find: doubles and taken keys."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from townsite.imports.staging.alike import flag_likely_duplicates

CREATE = """
DROP TABLE IF EXISTS pg_temp.import_flags;
CREATE TEMPORARY TABLE import_flags (row_number int NOT NULL, issue jsonb NOT NULL) ON COMMIT DROP;
"""

# The staged rows, and the rows of the import that are not staged now but still count.
_RIVALS = """
WITH rivals AS (
    SELECT st.row_number, st.values, m.site_id, true AS is_staged
    FROM pg_temp.import_staged st LEFT JOIN pg_temp.import_matched m USING (row_number)
    WHERE NOT st.edits ? '$skip'
    UNION ALL
    SELECT r.row_number, r.values, CASE WHEN r.action IN ('update', 'unchanged') THEN r.site_id END,
           false
    FROM imports_importrow r
    WHERE r.of_id = %(import)s AND r.action <> 'skip' AND NOT EXISTS (
        SELECT 1 FROM pg_temp.import_staged st WHERE st.row_number = r.row_number)
)
"""

# Within a file, one name in one ZIP code or town is one site.
_NAME_AND_TOWN = (
    "lower(r.values ->> 'name') || '|' || coalesce(left(r.values ->> 'zip', 5),"
    " lower((r.values ->> 'city') || (r.values ->> 'state')))"
)

# A row and an earlier one (or one that is not being checked now) with the same key.
DOUBLES = f"""
{_RIVALS}
INSERT INTO pg_temp.import_flags
SELECT row_number, jsonb_build_object(
    'field', field, 'code', code, 'severity', severity, 'value', shown,
    'message', format(sentence, first, shown), 'fix', jsonb_build_object('$skip', true))
FROM (
    SELECT k.*, r.row_number, r.is_staged,
           coalesce(min(r.row_number) FILTER (WHERE NOT r.is_staged) OVER w,
                    min(r.row_number) OVER w) AS first
    FROM rivals r
    CROSS JOIN LATERAL (VALUES
        ('number', 'double_key', 'error', r.values ->> 'number', r.values ->> 'number',
         'Row %%s has the same site number, %%s.'),
        ('external_id', 'double_key', 'error', lower(r.values ->> 'external_id'),
         r.values ->> 'external_id', 'Row %%s has the same external id, %%s.'),
        ('', 'double_site', 'error', r.site_id::text, r.values ->> 'name',
         'Row %%s is about the same site, %%s.'),
        ('name', 'double_row', 'warn', {_NAME_AND_TOWN}, r.values ->> 'name',
         'Row %%s has the same name and town, %%s.')
    ) AS k (field, code, severity, key, shown, sentence)
    WHERE k.key IS NOT NULL
    WINDOW w AS (PARTITION BY k.field, k.code, k.key)
) doubles
WHERE is_staged AND row_number <> first
"""

_NEW = """
WITH new AS MATERIALIZED (
    SELECT st.row_number, st.values, st.values ->> 'name' AS name,
           left(st.values ->> 'zip', 5) AS zip5, st.values ->> 'number' AS number,
           lower(st.values ->> 'external_id') AS external_id
    FROM pg_temp.import_staged st
    WHERE NOT st.edits ?| ARRAY['$skip', '$site'] AND NOT EXISTS (
        SELECT 1 FROM pg_temp.import_matched m WHERE m.row_number = st.row_number))
"""

# Keys that belong to a site which this row is not matched with.
TAKEN = f"""
{_NEW}
INSERT INTO pg_temp.import_flags
SELECT n.row_number, jsonb_build_object(
    'field', 'number', 'code', 'number_taken', 'severity', 'error', 'value', n.number,
    'message', format('Number %%s belongs to %%s. Numbers are never used again.', s.number, s.name),
    'fix', jsonb_build_object('$site', s.id))
FROM new n JOIN sites_site s ON s.number = n.number
UNION ALL
SELECT n.row_number, jsonb_build_object(
    'field', 'external_id', 'code', 'external_id_taken', 'severity', 'error',
    'value', n.values ->> 'external_id',
    'message', format('This id belongs to site %%s %%s.', s.number, s.name),
    'fix', jsonb_build_object('$site', s.id))
FROM new n
JOIN sites_externalid x ON x.system = %(system)s AND lower(x.key) = n.external_id
JOIN sites_site s ON s.id = x.site_id
"""


def flag(*, import_id: UUID, system: str, at: datetime) -> None:
    """Collects the problems of doubles within the file and against the portfolio."""
    values: dict[str, Any] = {"import": import_id, "system": system}
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        for statement in (DOUBLES, TAKEN):
            cursor.execute(statement, values)
    flag_likely_duplicates(at=at)
