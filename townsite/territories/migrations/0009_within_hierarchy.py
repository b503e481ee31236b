"""Holds placements, assignments, boundaries and loads within their hierarchy.

Foreign keys over pairs: a placement's parent and an assignment's territory are of the hierarchy
that the row names. Boundaries overlap only across hierarchies. Loads count a site in its territory
of each hierarchy.
"""

from importlib import import_module

from django.db import migrations

PAIRS = (
    ("territories_territoryplacement", "territory_id", "placement_territory_in_hierarchy"),
    ("territories_territoryplacement", "parent_id", "placement_parent_in_hierarchy"),
    ("territories_assignment", "territory_id", "assignment_territory_in_hierarchy"),
)
KEYS = "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, hierarchy_id)"
    " REFERENCES territories_territory (id, hierarchy_id) DEFERRABLE INITIALLY DEFERRED;\n"
    for table, column, name in PAIRS
)
NO_KEYS = "".join(f"ALTER TABLE {table} DROP CONSTRAINT {name};\n" for table, _, name in PAIRS)

_FORMER = import_module("townsite.territories.migrations.0003_no_overlap")
FORMER_OVERLAP = _FORMER.FUNCTION.partition("CREATE CONSTRAINT TRIGGER")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
OVERLAP = FORMER_OVERLAP.replace(
    "WHERE a.id = NEW.id", "WHERE a.id = NEW.id AND mine.hierarchy_id = peer.hierarchy_id"
)

_WORKED = import_module("townsite.territories.migrations.0005_worked_sites")
MOVED = """ JOIN {other} o ON o.id = s.id
    WHERE (o.further_territory_ids IS NOT NULL OR s.further_territory_ids IS NOT NULL)
      AND (o.further_territory_ids, o.complexity, o.annual_revenue_cents, o.status)
        IS DISTINCT FROM (s.further_territory_ids, s.complexity, s.annual_revenue_cents, s.status)"""


def further(table: str, sign: int) -> str:
    """The rows of a site in its further hierarchies; most sites have none."""
    return _WORKED.rows(table, sign).replace("s.territory_id", "unnest(s.further_territory_ids)")


SOURCES = {
    "insert": f"{further('now_is', 1)} WHERE s.further_territory_ids IS NOT NULL",
    "update": further("was", -1) + MOVED.format(other="now_is")
    + " UNION ALL " + further("now_is", 1) + MOVED.format(other="was"),
    "delete": f"{further('was', -1)} WHERE s.further_territory_ids IS NOT NULL",
}  # fmt: skip


def counting(verb: str, source: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION territories_worked_on_{verb}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$ BEGIN {_WORKED.add(source)} RETURN NULL; END $$;
"""


COUNTING = "".join(
    counting(verb, f"{_WORKED.TRIGGERS[verb][1]} UNION ALL {more}")
    for verb, more in SOURCES.items()
)
FORMER_COUNTING = "".join(counting(verb, _WORKED.TRIGGERS[verb][1]) for verb in SOURCES)


class Migration(migrations.Migration):
    dependencies = [("territories", "0008_hierarchies")]
    operations = [
        migrations.RunSQL(
            KEYS + OVERLAP + COUNTING, NO_KEYS + FORMER_OVERLAP + FORMER_COUNTING
        )
    ]
