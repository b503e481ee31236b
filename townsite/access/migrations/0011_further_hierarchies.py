"""Reach follows grants over any hierarchy's tree, not only the main one's.

By policies of their own: PostgreSQL takes a row that any policy allows, so those that every query
pays for stay as they are. A site outside every further hierarchy has NULL there, which costs a
look at the row's head.
"""

from importlib import import_module

from django.db import migrations

from townsite.access.row_security import READ, WRITE, enable, disable, everything, further_rows

SITE = "sites_site"
MAIN = "00000000-0000-7000-8000-000000000001"
OF_SITE = (
    "sites_classification", "sites_sitecontact", "sites_siterelationship", "sites_document",
    "sites_externalid", "territories_assignment", "territories_placementexception",
)  # fmt: skip


def of_site(table: str) -> str:
    """Rows of a site that the person may write by a further hierarchy."""
    return (
        f"EXISTS (SELECT 1 FROM sites_site s WHERE s.id = {table}.site_id"
        f" AND ({further_rows(WRITE, table='s')}))"
    )


# What hangs on a site is read as the site is: its own policies answer.
WRITES = {SITE: further_rows(WRITE, table=SITE)} | {table: of_site(table) for table in OF_SITE}


def widen(table: str, writes: str) -> str:
    return f"""
CREATE POLICY {table}_add_further ON {table} FOR INSERT WITH CHECK ({writes});
CREATE POLICY {table}_change_further ON {table} FOR UPDATE USING ({writes}) WITH CHECK ({writes});
CREATE POLICY {table}_remove_further ON {table} FOR DELETE USING ({writes});
"""


# What the two functions that tell a person's reach say more: whether a grant lies beside the main
# hierarchy. A function's columns cannot change in place.
_REACH = import_module("townsite.access.migrations.0009_reach_of_oneself")
_ARRIVAL = import_module("townsite.access.migrations.0010_arrival")
DROP = """
DROP FUNCTION townsite_reach(uuid, timestamptz);
DROP FUNCTION townsite_arrival(text, timestamptz);
"""
FORMER = (
    _REACH.OPEN.replace(_REACH.HELD, _REACH.GUARD).replace("CREATE OR REPLACE", "CREATE")
    + _ARRIVAL.ARRIVAL
)
FUNCTIONS = FORMER.replace("below uuid[])", "below uuid[], is_further boolean)").replace(
    "t.path <@ own.path) END", f"t.path <@ own.path) END,\n           coalesce(own.hierarchy_id <> '{MAIN}', false)"
)
HIERARCHY = "territories_hierarchy"
ENABLE = (
    enable(HIERARCHY, read="true", write=everything(WRITE))
    + f"CREATE POLICY {SITE}_read_further ON {SITE} FOR SELECT"
    f" USING ({further_rows(READ, table=SITE)});"
    + "".join(widen(table, writes) for table, writes in WRITES.items())
)
UNDO = (
    f"DROP POLICY {SITE}_read_further ON {SITE};"
    + "".join(
        f"DROP POLICY {table}_{verb}_further ON {table};"
        for table in WRITES
        for verb in ("add", "change", "remove")
    )
    + disable(HIERARCHY)
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0010_arrival"),
        ("sites", "0007_further_territories"),
        ("territories", "0009_within_hierarchy"),
    ]
    operations = [migrations.RunSQL(ENABLE + DROP + FUNCTIONS, UNDO + DROP + FORMER)]
