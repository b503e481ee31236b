"""What a person reaches, told in one statement and without a scope: it is read before there is one.

As a function its plan is kept for the connection: each request asks for it.
"""

from django.db import migrations

REACH = """
CREATE FUNCTION townsite_reach(person uuid, moment timestamptz)
RETURNS TABLE (role text, territory_id uuid, site_id uuid, below uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN QUERY
    SELECT g.role::text, g.territory_id, g.site_id,
           CASE WHEN own.id IS NULL THEN '{}'::uuid[] ELSE array(
               SELECT t.id FROM territories_territory t WHERE t.path <@ own.path) END
    FROM access_grant g LEFT JOIN territories_territory own ON own.id = g.territory_id
    WHERE g.user_id = person AND g.valid_during @> moment;
END $$;
"""
UNDO = "DROP FUNCTION townsite_reach(uuid, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("access", "0006_suspected_duplicate_security")]
    operations = [migrations.RunSQL(REACH, UNDO)]
