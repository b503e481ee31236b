"""News is read by its recipient alone; the system makes it, the recipient marks it read."""

from django.db import migrations

from townsite.access.row_security import READ, USER, WRITE, disable, enable, everything

SYSTEM = f"{everything(WRITE)} AND {USER} IS NULL"
NEWS, CHOICES, SPREAD = (
    "notifications_notification",
    "notifications_preference",
    "notifications_spreadevent",
)
OWN = f"{NEWS}.recipient_id = {USER}"
OWN_CHOICE = f"{CHOICES}.person_id = {USER}"
READS = f"{everything(READ)} AND {USER} IS NULL"
APPLY = (
    enable(NEWS, read=f"{READS} OR {OWN}", write=f"{SYSTEM} OR {OWN}", insert=SYSTEM)
    + enable(CHOICES, read=f"{READS} OR {OWN_CHOICE}", write=f"{SYSTEM} OR {OWN_CHOICE}")
    + enable(SPREAD, read=READS, write=SYSTEM)
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0014_delegation_security"),
        ("notifications", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(APPLY, "".join(disable(table) for table in (NEWS, CHOICES, SPREAD)))
    ]
