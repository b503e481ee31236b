"""One policy tells which sites are read, because every query pays for each part of it.

What a narrowed token does not see, its person's new sites, is now left out by the setting that
names that person; before, a restrictive policy of three sub-selects stood beside the others.
"""

from django.db import migrations

from townsite.access.row_security import (
    ASSIGNED,
    MAIN,
    READ,
    WRITE,
    further_rows,
    of_territory,
    site_rows,
)

SITE, TERRITORY = "sites_site", "territories_territory"
COUNT = f"""
CREATE FUNCTION townsite_main_territories() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT count(*)::integer FROM territories_territory
    WHERE hierarchy_id = '{MAIN}'
$$;
"""
READS = f"{site_rows(READ, table=SITE)} OR {further_rows(READ, table=SITE)}"
WRITES = site_rows(WRITE, table=SITE)
# Those in reach and those above them, so that paths can be read.
NODES = (
    f"({ASSIGNED} AND {TERRITORY}.hierarchy_id = '{MAIN}') OR "
    + of_territory(READ, table=TERRITORY, column="id")
    + f" OR {TERRITORY}.path @> ANY (SELECT townsite_scope_paths())"
)
APPLY = f"""
ALTER POLICY {SITE}_read ON {SITE} USING ({READS});
ALTER POLICY {SITE}_add ON {SITE} WITH CHECK ({WRITES});
ALTER POLICY {SITE}_change ON {SITE} USING ({WRITES}) WITH CHECK ({WRITES});
ALTER POLICY {SITE}_remove ON {SITE} USING ({WRITES});
ALTER POLICY {TERRITORY}_read ON {TERRITORY} USING ({NODES});
DROP POLICY {SITE}_read_further ON {SITE};
DROP POLICY {SITE}_narrowed ON {SITE};
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0017_token_arrival"), ("territories", "0009_within_hierarchy")]
    operations = [
        migrations.RunSQL(COUNT, "DROP FUNCTION townsite_main_territories();"),
        migrations.RunSQL(APPLY, migrations.RunSQL.noop),
    ]
