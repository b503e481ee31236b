"""Who sees a scenario: whoever reaches its whole territory, once it is shared; before, its owner.

Only the owner works on it. A plan sent into a change set is noted by whoever sent it.
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
)

SCENARIO = "scenarios_scenario"
REACHED = of_territory(READ, table=SCENARIO)
SEEN = f"{everything(READ)} OR (({REACHED}) AND ({SCENARIO}.is_shared OR {SCENARIO}.owner_id = {USER}))"
OWNED = f"{everything(WRITE)} OR (({REACHED}) AND {SCENARIO}.owner_id = {USER})"
PARTS = ("scenarios_run", "scenarios_plan")


def of_scenario(table: str) -> str:
    inner = f"EXISTS (SELECT 1 FROM {SCENARIO} s WHERE s.id = {table}.scenario_id{{}})"
    return enable(
        table,
        read=f"{everything(READ)} OR {inner.format('')}",
        write=f"{everything(WRITE)} OR {inner.format(f' AND s.owner_id = {USER}')}",
    )


PLAN_SEEN = "EXISTS (SELECT 1 FROM scenarios_plan p WHERE p.id = scenarios_proposal.plan_id)"
SQL = "\n".join(
    [
        "CREATE SEQUENCE scenarios_number_seq START 1;",
        enable(SCENARIO, read=SEEN, write=OWNED),
        *map(of_scenario, PARTS),
        enable(
            "scenarios_proposal",
            read=f"{everything(READ)} OR {PLAN_SEEN}",
            write=f"{everything(WRITE)}",
            insert=f"{everything(WRITE)} OR ({USER} IS NOT NULL AND {PLAN_SEEN})",
        ),
    ]
)
UNDO = "\n".join(
    [
        *map(disable, ("scenarios_proposal", *PARTS, SCENARIO)),
        "DROP SEQUENCE scenarios_number_seq;",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("scenarios", "0001_initial"),
        ("changes", "0002_row_security"),
        ("access", "0010_arrival"),
    ]
    operations = [migrations.RunSQL(SQL, UNDO)]
