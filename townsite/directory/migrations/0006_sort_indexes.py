"""Indexes for the orders people choose: without them a page of a million sites is a sort of them all."""

from django.db import migrations

COLUMNS = ("territory_path", "completeness", "room_count", "parking_spaces")
MAKE = "\n".join(
    f"CREATE INDEX site_sort_{column} ON sites_site ({column}, id);" for column in COLUMNS
)
DROP = "\n".join(f"DROP INDEX site_sort_{column};" for column in COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_counted_words")]
    operations = [migrations.RunSQL(MAKE, DROP)]
