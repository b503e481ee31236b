"""Sites counted by what the filter panel and the first page tell, so that neither reads them all.

A row is about the sites of one territory, state, status and type; its columns say how many of them
each filter finds, under the filter's own words. `directory_onesite` shows a single site as such a
row, for sites in reach that no territory in reach holds. Counting a million sites by eleven facets
took 7 to 16 s; adding up these rows takes some hundredths of one.
"""

from django.db import migrations

from townsite.access.row_security import READ, enable, of_territory
from townsite.common.tallies import Tally

# Values that a column of codes may hold; a site without a code is found by `none`.
CODES = {
    "tier": ("tier", ("1", "2", "3", "custom", "none")),
    "health": ("health", ("good", "attention", "poor")),
    "revenueclass": ("revenue_class", ("standard", "special", "high_value", "none")),
    "class": ("commercial_class", ("premium", "standard", "basic", "specialty", "none")),
    "service": (
        "service_class",
        ("self_parking", "valet", "shuttle", "hospitality", "full_service", "none"),
    ),
}
QUALITIES = ("exact", "street", "zip", "place", "none")
FACTS = (
    "street", "city", "state", "zip", "point", "customer", "territory", "primary_contact",
    "billing_contact", "emergency_contacts", "emergency_24_7", "operations_contact",
    "shift_contacts", "hours", "rooms", "spaces", "service_class", "tier", "start_date",
    "gl_string", "certificate",
)  # fmt: skip
# Filter -> SQL that is true for a site `s` that it finds.
FOUND = {
    f"{token}:{code}": f"s.{column} = '{'' if code == 'none' else code}'"
    for token, (column, codes) in CODES.items()
    for code in codes
} | {
    **{f"quality:{code}": f"s.geocode_quality = '{code}'" for code in QUALITIES},
    "complexity:none": "s.complexity IS NULL",
    "complexity:<30": "s.complexity < 30",
    "complexity:30..60": "s.complexity BETWEEN 30 AND 60",
    "complexity:>60": "s.complexity > 60",
    "completeness:<60": "s.completeness < 60",
    "completeness:60..84": "s.completeness BETWEEN 60 AND 84",
    "completeness:85..99": "s.completeness BETWEEN 85 AND 99",
    "completeness:100": "s.completeness = 100",
    **{f"missing:{fact}": f"'{fact}' = ANY (s.missing)" for fact in FACTS},
}
KEYS = ("territory_id", "state", "status", "facility_type")
# Added up over the sites of a row.
SUMS = {
    "sites": "1",
    "completeness": "s.completeness::integer",
    "parking_spaces": "coalesce(s.parking_spaces, 0)",
    "room_count": "coalesce(s.room_count, 0)",
}
READS = (
    *KEYS, *(column for column, _ in CODES.values()), "geocode_quality", "complexity",
    "completeness", "missing", "parking_spaces", "room_count",
)  # fmt: skip
COUNTED = [f'"{name}"' for name in FOUND]

TABLE = f"""
CREATE TABLE directory_sitetally (
    territory_id uuid, state varchar(2) NOT NULL, status varchar(9) NOT NULL,
    facility_type varchar(11) NOT NULL,
    sites integer NOT NULL, completeness bigint NOT NULL, parking_spaces bigint NOT NULL,
    room_count bigint NOT NULL,
    {", ".join(f"{name} integer NOT NULL" for name in COUNTED)},
    is_settled boolean NOT NULL DEFAULT false
);
CREATE INDEX sitetally_territory ON directory_sitetally (territory_id);
CREATE INDEX sitetally_unsettled ON directory_sitetally (territory_id) WHERE NOT is_settled;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON directory_sitetally FROM townsite_app;
CREATE VIEW directory_onesite WITH (security_invoker = true) AS
SELECT s.id, s.created_by_id, s.further_territory_ids, {", ".join(f"s.{key}" for key in KEYS)},
    {", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())},
    {", ".join(f'coalesce({sql}, false)::integer AS "{name}"' for name, sql in FOUND.items())}
FROM sites_site s;
""" + enable("directory_sitetally", read=of_territory(READ, table="directory_sitetally"))
TALLY = Tally(
    part="directory",
    noun="tally",
    table="directory_sitetally",
    counted="sites_site",
    columns=READS,
    keys=KEYS,
    nullable=frozenset({"territory_id"}),
    sums={name: f"sum({name})" for name in [*SUMS, *COUNTED]},
    add=f"""
    INSERT INTO directory_sitetally ({", ".join([*KEYS, *SUMS, *COUNTED])}, is_settled)
    SELECT {", ".join(KEYS)}, {", ".join(f"sum(sign * {sql})" for sql in SUMS.values())},
        {", ".join(f"coalesce(sum(sign) FILTER (WHERE {sql}), 0)" for sql in FOUND.values())},
        {{settled}}
    FROM ({{rows}}) s GROUP BY {", ".join(KEYS)};
""",
)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0011_search_timing"),
        ("sites", "0007_further_territories"),
    ]
    operations = [
        migrations.RunSQL(
            TABLE + TALLY.maintenance() + TALLY.rebuild(), "DROP VIEW directory_onesite;" + TALLY.undo()
        )
    ]
