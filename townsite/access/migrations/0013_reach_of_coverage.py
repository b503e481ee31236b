"""Coverage reaches the person who covers: exactly the sites, exactly as long (domain section 5).

Sites that a territory covers beside its own are in the reach of whoever holds a grant over that very
territory, not over one above it; shadowed sites are told apart, because they are only watched. Both
end with the period of the assignment, by themselves.

Cover of a whole territory for leave or vacancy is a grant, so it is told to whoever sees the
territory as well as to the person.
"""

from importlib import import_module

from django.db import migrations

from townsite.access.row_security import READ, USER, everything

SITES = """array(
               SELECT a.site_id FROM territories_assignment a
               WHERE a.territory_id = g.territory_id AND a.kind <> 'primary' AND a.valid_during @> moment
                 AND a.kind {} 'shadow')"""
MAIN = "00000000-0000-7000-8000-000000000001"
COLUMNS = f"""g.role::text, g.territory_id, g.site_id,
           CASE WHEN own.id IS NULL THEN '{{}}'::uuid[] ELSE array(
               SELECT t.id FROM territories_territory t WHERE t.path <@ own.path) END,
           coalesce(own.hierarchy_id <> '{MAIN}', false),
           {SITES.format('<>')},
           {SITES.format('=')}"""
REACH = f"""
DROP FUNCTION townsite_reach(uuid, timestamptz);
CREATE FUNCTION townsite_reach(person uuid, moment timestamptz)
RETURNS TABLE (role text, territory_id uuid, site_id uuid, below uuid[], is_further boolean,
               covered uuid[], shadowed uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public AS $$
BEGIN
    RETURN QUERY
    SELECT {COLUMNS}
    FROM access_grant g LEFT JOIN territories_territory own ON own.id = g.territory_id
    WHERE (nullif(current_setting('townsite.user', true), '')::uuid = person
           OR coalesce(current_setting('townsite.read_all', true), '') = 'on')
      AND g.user_id = person AND g.valid_during @> moment;
END $$;
"""
ARRIVAL = f"""
DROP FUNCTION townsite_arrival(text, timestamptz);
CREATE FUNCTION townsite_arrival(key text, moment timestamptz)
RETURNS TABLE (session_data text, user_id uuid, role text, territory_id uuid, site_id uuid,
               below uuid[], is_further boolean,
               covered uuid[], shadowed uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public AS $$
BEGIN
    RETURN QUERY
    SELECT s.session_data, s.user_id, {COLUMNS}
    FROM accounts_session s
    LEFT JOIN access_grant g ON g.user_id = s.user_id AND g.valid_during @> moment
    LEFT JOIN territories_territory own ON own.id = g.territory_id
    WHERE s.session_key = key AND s.expire_date > moment;
END $$;
"""
_FORMER = import_module("townsite.access.migrations.0011_further_hierarchies")
UNDO = _FORMER.DROP + _FORMER.FUNCTIONS
READERS = f"{everything(READ)} OR access_grant.user_id = {USER}"
COVERS = (
    f"{READERS} OR (access_grant.cause <> '' AND EXISTS"
    " (SELECT 1 FROM territories_territory t WHERE t.id = access_grant.territory_id))"
)


def readable(by: str) -> str:
    return f"ALTER POLICY access_grant_read ON access_grant USING ({by});"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0012_cover"),
        ("territories", "0010_assignment_coverage"),
    ]
    operations = [
        migrations.RunSQL(REACH + ARRIVAL, UNDO),
        migrations.RunSQL(readable(COVERS), readable(READERS)),
    ]
