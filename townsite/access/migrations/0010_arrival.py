"""Who asks, told in one statement: the session of a cookie, its person and what they reach.

The key of a live session is what opens it, so nobody learns another person's reach from it.
"""

from django.db import migrations

ARRIVAL = """
CREATE FUNCTION townsite_arrival(key text, moment timestamptz)
RETURNS TABLE (session_data text, user_id uuid, role text, territory_id uuid, site_id uuid,
               below uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public AS $$
BEGIN
    RETURN QUERY
    SELECT s.session_data, s.user_id, g.role::text, g.territory_id, g.site_id,
           CASE WHEN own.id IS NULL THEN '{}'::uuid[] ELSE array(
               SELECT t.id FROM territories_territory t WHERE t.path <@ own.path) END
    FROM accounts_session s
    LEFT JOIN access_grant g ON g.user_id = s.user_id AND g.valid_during @> moment
    LEFT JOIN territories_territory own ON own.id = g.territory_id
    WHERE s.session_key = key AND s.expire_date > moment;
END $$;
"""
UNDO = "DROP FUNCTION townsite_arrival(text, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("access", "0009_reach_of_oneself"), ("accounts", "0002_session")]
    operations = [migrations.RunSQL(ARRIVAL, UNDO)]
