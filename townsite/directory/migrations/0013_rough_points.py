"""The sites whose point is rough, by name: the first page lists a few of them.

Good portfolios have few; without this index each look at the page read every site to find them.
"""

from django.db import migrations

MAKE = """
CREATE INDEX site_rough ON sites_site (geocode_quality, name, id)
WHERE geocode_quality IN ('none', 'place', 'zip');
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0012_site_tally")]
    operations = [migrations.RunSQL(MAKE, "DROP INDEX site_rough;")]
