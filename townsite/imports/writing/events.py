"""One event for each site that an import made, changed or took away, set by set."""

from townsite.imports.writing.work import Work

INSERT_EVENTS = """
INSERT INTO audit_event (type, at, target_kind, target_id, target_label, site_id, territory_id,
    actor_id, actor_label, on_behalf_of_label, reason, changes, request_id, job_id)
SELECT '{type}', %(at)s, 'site', s.id::text, left(s.number || ' ' || s.name, 200), s.id,
    s.territory_id, %(actor)s::uuid, %(actor_label)s, '', %(reason)s, {changes},
    %(request_id)s, %(job_id)s
"""
CREATED = (
    INSERT_EVENTS.format(
        type="site.created",
        changes="""(
            SELECT jsonb_object_agg(key, jsonb_build_array(NULL, value))
            FROM jsonb_each(n.values || jsonb_build_object('number', n.number)))""",
    )
    + " FROM pg_temp.import_new n JOIN sites_site s ON s.id = n.site_id ORDER BY n.row_number"
)
UPDATED = (
    INSERT_EVENTS.format(type="site.updated", changes="n.diff")
    + " FROM pg_temp.import_changed n JOIN sites_site s ON s.id = n.site_id ORDER BY n.row_number"
)


def record_site_events(work: Work) -> None:
    """Records `site.created` and `site.updated` with the job of the import."""
    work.run(CREATED, UPDATED)
