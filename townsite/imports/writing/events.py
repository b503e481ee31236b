"""One event for each site that an import made, changed or took away, set by set."""

from django.db import connection
from psycopg.sql import Literal

from townsite.imports.writing.work import Work

INSERT_EVENTS = """
INSERT INTO audit_event (type, at, target_kind, target_id, target_label, site_id, territory_id,
    actor_id, actor_label, on_behalf_of_label, reason, changes, request_id, job_id)
SELECT '{type}', %(at)s, 'site', s.id::text, left(s.number || ' ' || s.name, 200), s.id,
    s.territory_id, %(actor)s::uuid, %(actor_label)s, '', %(reason)s, {changes},
    %(request_id)s, %(job_id)s
"""
_FIELDS = "SELECT DISTINCT jsonb_object_keys(values) AS field FROM pg_temp.import_new ORDER BY 1"
UPDATED = (
    INSERT_EVENTS.format(type="site.updated", changes="n.diff")
    + " FROM pg_temp.import_changed n JOIN sites_site s ON s.id = n.site_id ORDER BY n.row_number"
)


def record_site_events(work: Work) -> None:
    """Records `site.created` and `site.updated` with the job of the import."""
    work.run(_created(), UPDATED)


def _created() -> str:
    """Names each field that occurs: to take every site's values apart takes twice as long."""
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS)
        found = [_change(field) for (field,) in cursor.fetchall()]
    number = "'number', jsonb_build_array(NULL, n.number)"
    # A site without the field has no change of it. The values themselves hold no nulls.
    changes = f"jsonb_strip_nulls(jsonb_build_object({', '.join([number, *found])}))"
    return (
        INSERT_EVENTS.format(type="site.created", changes=changes)
        + " FROM pg_temp.import_new n JOIN sites_site s ON s.id = n.site_id ORDER BY n.row_number"
    )


def _change(field: str) -> str:
    name = Literal(field).as_string(None).replace("%", "%%")
    value = f"n.values -> {name}"
    return f"{name}, CASE WHEN {value} IS NOT NULL THEN jsonb_build_array(NULL, {value}) END"
