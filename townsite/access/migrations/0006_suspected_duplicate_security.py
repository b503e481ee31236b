"""Row-level security of likely duplicates: a pair is seen by who sees both of its sites."""

from django.db import migrations

from townsite.access.row_security import READ, WRITE, disable, enable, of_visible_site

TABLE = "sites_suspectedduplicate"


def pair(access: str) -> str:
    site = of_visible_site(access, table=TABLE)
    other = of_visible_site(READ, table=TABLE, column="other_id")
    return f"({site}) AND ({other})"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_policy_and_job_security"),
        ("sites", "0003_suspected_duplicates"),
    ]
    operations = [
        migrations.RunSQL(enable(TABLE, read=pair(READ), write=pair(WRITE)), disable(TABLE))
    ]
