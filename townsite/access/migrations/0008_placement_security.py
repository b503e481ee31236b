"""Row-level security of placement: exceptions, drives, profiles, loads, violations and reviews."""

from django.db import migrations

from townsite.access.row_security import (
    READ,
    WRITE,
    append_only,
    disable,
    enable,
    of_territory,
    of_visible_site,
)

EXCEPTION = "territories_placementexception"
TRAVEL = "territories_traveltime"
PROFILE = "territories_managerprofile"
WORKED = "territories_workedsites"
BY_TERRITORY = ("territories_ruleviolation", "territories_balancereview")


def of_holder(access: str, table: str) -> str:
    """People who hold or held a post of a territory in scope; the post's own policy answers."""
    written = f" AND ({of_territory(WRITE, table='p')})" if access == WRITE else ""
    return (
        f"EXISTS (SELECT 1 FROM territories_post p"
        f" WHERE p.holder_label = {table}.holder_label{written})"
    )


def history(table: str, read: str) -> str:
    """Triggers add to history whatever the scope allowed to be written; nobody changes it."""
    return enable(table, read=read, insert="true") + append_only(table)


ENABLE = "".join(
    [
        enable(
            EXCEPTION,
            read=of_visible_site(READ, table=EXCEPTION),
            write=of_visible_site(WRITE, table=EXCEPTION),
        ),
        # Whoever sees a site may ask a router about it, and the answer is kept for the next one.
        enable(
            TRAVEL,
            read=of_visible_site(READ, table=TRAVEL),
            write=of_visible_site(READ, table=TRAVEL),
        ),
        enable(PROFILE, read=of_holder(READ, PROFILE), write=of_holder(WRITE, PROFILE)),
        enable(WORKED, read=of_territory(READ, table=WORKED)),
        *(
            enable(
                table,
                read=of_territory(READ, table=table),
                write=of_territory(WRITE, table=table),
            )
            for table in BY_TERRITORY
        ),
        history(f"{EXCEPTION}event", of_visible_site(READ, table=f"{EXCEPTION}event")),
        history(f"{PROFILE}event", of_holder(READ, f"{PROFILE}event")),
    ]
)
TABLES = (EXCEPTION, TRAVEL, PROFILE, WORKED, *BY_TERRITORY, f"{EXCEPTION}event", f"{PROFILE}event")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_reach_at_the_door"),
        ("territories", "0005_worked_sites"),
    ]
    operations = [migrations.RunSQL(ENABLE, "".join(disable(table) for table in TABLES))]
