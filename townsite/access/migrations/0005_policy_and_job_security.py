"""Row-level security of policies and jobs: all read policies, everybody sees their own jobs."""

from django.db import migrations

from townsite.access.row_security import READ, USER, WRITE, disable, enable, everything

MAY_EDIT_POLICIES = (
    f"{everything(WRITE)} AND {USER} IS NULL OR 'policy.edit' = ANY ("
    "(SELECT coalesce(nullif(current_setting('townsite.permissions', true), ''), '{}'))::text[])"
)


def own_jobs(access: str) -> str:
    return f"{everything(access)} OR jobs_job.started_by_id = {USER}"


APPLY = enable("policies_policyvalue", read="true", write=MAY_EDIT_POLICIES) + enable(
    "jobs_job", read=own_jobs(READ), write=own_jobs(WRITE)
)
UNDO = disable("policies_policyvalue") + disable("jobs_job")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_row_security"),
        ("jobs", "0001_initial"),
        ("policies", "0001_initial"),
    ]
    operations = [migrations.RunSQL(APPLY, UNDO)]
