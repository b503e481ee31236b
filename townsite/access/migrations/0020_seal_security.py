"""Only jobs of the system add seals; whoever reads an event reads the seal that proves it."""

from django.db import migrations

from townsite.access.row_security import USER, WRITE, disable, enable, everything

SYSTEM = f"{everything(WRITE)} AND {USER} IS NULL"
MARKS = "audit_horizonmark"
SEALS = ("audit_seal", "audit_dayseal")
APPLY = enable(MARKS, read=SYSTEM, write=SYSTEM) + "".join(
    enable(table, read="true", insert=SYSTEM) for table in SEALS
)
UNDO = "".join(disable(table) for table in (MARKS, *SEALS))


class Migration(migrations.Migration):
    dependencies = [("access", "0019_lighter_history"), ("audit", "0003_seals")]
    operations = [migrations.RunSQL(APPLY, UNDO)]
