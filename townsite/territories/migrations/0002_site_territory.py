"""Ties the site's copy of its territory to the territory, which `sites` must not import."""

from django.db import migrations

SQL = """
ALTER TABLE sites_site ADD CONSTRAINT site_territory_exists
    FOREIGN KEY (territory_id) REFERENCES territories_territory (id) DEFERRABLE INITIALLY DEFERRED;
"""
UNDO = "ALTER TABLE sites_site DROP CONSTRAINT site_territory_exists;"


class Migration(migrations.Migration):
    dependencies = [("territories", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
