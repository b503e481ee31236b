"""The gazetteer is reference data: everybody reads it, only the tables' owner loads it."""

from django.db import migrations

SQL = """
ALTER TABLE sites_place ENABLE ROW LEVEL SECURITY;
CREATE POLICY sites_place_read ON sites_place FOR SELECT USING (true);
ALTER TABLE sites_postalarea ENABLE ROW LEVEL SECURITY;
CREATE POLICY sites_postalarea_read ON sites_postalarea FOR SELECT USING (true);
"""
UNDO = """
DROP POLICY sites_place_read ON sites_place;
ALTER TABLE sites_place DISABLE ROW LEVEL SECURITY;
DROP POLICY sites_postalarea_read ON sites_postalarea;
ALTER TABLE sites_postalarea DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("sites", "0003_suspected_duplicates")]
    operations = [migrations.RunSQL(SQL, UNDO)]
