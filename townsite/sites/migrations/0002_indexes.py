"""What Django's schema editor does not make for a generated column, and the number's counter."""

from django.db import migrations

SQL = """
CREATE INDEX site_geom3857 ON sites_site USING gist (geom3857);
-- Allots the next free number; it never goes back, so a number is never used again.
CREATE SEQUENCE sites_site_number_seq MINVALUE 1000 START 1000;
"""
UNDO = "DROP SEQUENCE sites_site_number_seq; DROP INDEX site_geom3857;"


class Migration(migrations.Migration):
    dependencies = [("sites", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
