"""Row-level security of what is kept of each territory: its days and its quarterly reviews."""

from django.db import migrations

from townsite.access.row_security import READ, WRITE, disable, enable, of_territory

TABLES = ("territories_territoryday", "territories_quarterlyreview")
ENABLE = "".join(
    enable(table, read=of_territory(READ, table=table), write=of_territory(WRITE, table=table))
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("access", "0014_delegation_security"), ("territories", "0011_territory_days")]
    operations = [migrations.RunSQL(ENABLE, "".join(disable(table) for table in TABLES))]
