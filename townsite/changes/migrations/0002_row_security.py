"""Who sees a change set: its authors and delegates, whoever sees something it touches, the whole.

Whoever sees it may take part; what they may do is decided by the actions. The policies refer to
each other in one direction only: change set -> participant -> touch -> site.
"""

from django.db import migrations

from townsite.access.row_security import (
    READ,
    USER,
    WRITE,
    disable,
    enable,
    everything,
    of_territory,
    of_visible_site,
)

TOUCHED = "EXISTS (SELECT 1 FROM changes_touch t WHERE t.change_set_id = {})"
OWN = f"changes_changeset.created_by_id = {USER}"
SEEN = (
    f"{everything(READ)} OR {OWN} OR {TOUCHED.format('changes_changeset.id')}"
    f" OR EXISTS (SELECT 1 FROM changes_participant p"
    f" WHERE p.change_set_id = changes_changeset.id AND p.user_id = {USER})"
)
SOMEBODY = f"{everything(WRITE)} OR {USER} IS NOT NULL"
TOUCH_READ = (
    of_territory(READ, table="changes_touch")
    + " OR (changes_touch.site_id IS NOT NULL AND ("
    + of_visible_site(READ, table="changes_touch")
    + "))"
)
PARTICIPANT_READ = (
    f"{everything(READ)} OR changes_participant.user_id = {USER} OR "
    + TOUCHED.format("changes_participant.change_set_id")
)
PARTS = ("changes_change", "changes_comment", "changes_approval", "changes_deadline")


def of_visible_set(table: str) -> str:
    inner = f"EXISTS (SELECT 1 FROM changes_changeset c WHERE c.id = {table}.change_set_id)"
    return enable(
        table, read=f"{everything(READ)} OR {inner}", write=f"{everything(WRITE)} OR {inner}"
    )


SQL = "\n".join(
    [
        "CREATE SEQUENCE changes_number_seq START 1;",
        # A touch tells no more than that a change set concerns something; authors write them
        # before anybody could see the change set by them.
        enable("changes_touch", read=TOUCH_READ, write=SOMEBODY),
        enable("changes_participant", read=PARTICIPANT_READ, write=SOMEBODY),
        enable("changes_changeset", read=SEEN, write=SEEN),
        *map(of_visible_set, PARTS),
    ]
)
UNDO = "\n".join(
    [
        *map(disable, ("changes_touch", "changes_participant", "changes_changeset", *PARTS)),
        "DROP SEQUENCE changes_number_seq;",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial"), ("access", "0007_reach_at_the_door")]
    operations = [migrations.RunSQL(SQL, UNDO)]
