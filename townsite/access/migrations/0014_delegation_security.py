"""Delegations are told to the two people they concern; holidays to everybody."""

from django.db import migrations

from townsite.access.row_security import READ, USER, WRITE, disable, enable, everything

TABLE = "changes_delegation"
DAYS = "policies_calendarday"
OWN = f"{TABLE}.person_id = {USER}"
MAY_EDIT_POLICIES = (
    f"{everything(WRITE)} AND {USER} IS NULL OR 'policy.edit' = ANY ("
    "(SELECT coalesce(nullif(current_setting('townsite.permissions', true), ''), '{}'))::text[])"
)
APPLY = enable(
    TABLE,
    read=f"{everything(READ)} OR {OWN} OR {TABLE}.delegate_id = {USER}",
    write=f"{everything(WRITE)} AND {USER} IS NULL OR {OWN}",
) + enable(DAYS, read="true", write=MAY_EDIT_POLICIES)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0013_reach_of_coverage"),
        ("changes", "0003_delegation"),
        ("policies", "0005_calendar_day"),
    ]
    operations = [migrations.RunSQL(APPLY, disable(TABLE) + disable(DAYS))]
