"""A request is seen and worked on from both of its territories; its sites only where they are seen."""

from django.db import migrations

from townsite.access.row_security import (
    READ,
    WRITE,
    append_only,
    disable,
    enable,
    everything,
    of_territory,
    of_visible_site,
)

REQUEST, LINK, ENTRY, PROTOCOL = (
    "workflows_coordinationrequest",
    "workflows_requestsite",
    "workflows_threadentry",
    "workflows_protocol",
)


def sides(access: str) -> str:
    return " OR ".join(
        of_territory(access, table=REQUEST, column=column)
        for column in ("asking_id", "answering_id")
    )


def of_request(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {REQUEST} r WHERE r.id = {table}.request_id)"


MAY_EDIT = (
    f"{everything(WRITE)} OR 'policy.edit' = ANY ("
    "(SELECT coalesce(nullif(current_setting('townsite.permissions', true), ''), '{}'))::text[])"
)
APPLY = (
    "CREATE SEQUENCE workflows_request_number_seq START 1;"
    + enable(REQUEST, read=sides(READ), write=sides(WRITE))
    + enable(
        LINK,
        read=f"({of_request(LINK)}) AND ({of_visible_site(READ, table=LINK)})",
        write=f"({of_request(LINK)}) AND ({of_visible_site(READ, table=LINK)})",
    )
    + enable(ENTRY, read=of_request(ENTRY), insert=of_request(ENTRY))
    + append_only(ENTRY)
    + enable(PROTOCOL, read="true", write=MAY_EDIT)
)
UNDO = "".join(disable(table) for table in (LINK, ENTRY, REQUEST, PROTOCOL)) + (
    "DROP SEQUENCE workflows_request_number_seq;"
)
# What every network needs; names and times are edited on the page of protocols.
PROTOCOLS = """
INSERT INTO workflows_protocol
    (id, code, name, occasion, leads, told_roles, answer_hours, longest_days, instructions, is_active)
VALUES
    (gen_random_uuid(), 'SHARED', 'Shared site', 'shared_site', 'asking', '{district_manager}', 48, 90,
     'The primary territory leads; both managers meet the customer together.', true),
    (gen_random_uuid(), 'BORDER', 'Border site', 'border', 'asking', '{district_manager}', 48, 30,
     'Agree who answers calls; propose a reassignment if it lasts.', true),
    (gen_random_uuid(), 'EMERGENCY', 'Emergency', 'emergency', 'asking', '{regional_vp}', 4, 30,
     'Act first; emergency coverage is a change set. Review within 24 hours (R-13).', true),
    (gen_random_uuid(), 'STAFF', 'Staff and resources', 'staffing', 'answering', '{operations_manager}',
     72, 30, 'The lending territory leads and decides when people return.', true),
    (gen_random_uuid(), 'HANDOVER', 'Handover', 'handover', 'answering', '{district_manager}', 72, 30,
     'Both managers hold the site for at most 30 days (R-09).', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0014_delegation_security"),
        ("workflows", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(APPLY, UNDO),
        migrations.RunSQL(PROTOCOLS, "DELETE FROM workflows_protocol;"),
    ]
