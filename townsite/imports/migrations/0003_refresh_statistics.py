"""Lets an import tell the planner of the rows it has just written.

Only a table's owner may ANALYZE; without it the planner takes a table that was empty a moment ago
for empty, and measuring the quality of 7,000 new sites takes 21 s instead of 0.4 s.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION townsite_refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    ANALYZE sites_site, sites_contact, sites_sitecontact, sites_externalid;
END $$;
"""
UNDO = "DROP FUNCTION townsite_refresh_statistics();"


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_row_security"), ("sites", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
