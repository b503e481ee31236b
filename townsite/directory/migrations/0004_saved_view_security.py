"""A person sees their own views, those shared with everybody, and those shared with their role."""

from django.db import migrations

from townsite.access.row_security import READ, USER, WRITE, disable, enable, everything

TABLE = "directory_savedview"
OWN = f"{TABLE}.owner_id = {USER}"
# The reader's grants are visible to the reader; a role counts while its grant holds.
ROLE = (
    f"{TABLE}.visibility = 'role' AND EXISTS (SELECT 1 FROM access_grant g WHERE g.user_id = {USER}"
    f" AND g.role = {TABLE}.shared_role AND g.valid_during @> statement_timestamp())"
)
SEEN = f"{everything(READ)} AND {USER} IS NULL OR {OWN} OR {TABLE}.visibility = 'shared' OR {ROLE}"
KEPT = f"{everything(WRITE)} AND {USER} IS NULL OR {OWN}"


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_saved_view")]
    operations = [migrations.RunSQL(enable(TABLE, read=SEEN, write=KEPT), disable(TABLE))]
