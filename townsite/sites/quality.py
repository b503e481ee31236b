"""How complete and how healthy a site's record is, kept on the site for search and maps.

One SQL statement says it all, for one site or for a hundred thousand: what is missing, the
percentage, the health and its reasons. Thresholds: required facts by type (R-25, B-21 to B-25),
completeness by the policy quality.health (R-27), two emergency contacts (R-18).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from townsite.policies.in_sql import global_number
from townsite.sites.choices import Health
from townsite.sites.types import CATALOGUE

# What counts as missing; `c` counts current contacts by role, `d` current documents.
MISSING = {
    "street": "s.street1 = ''",
    "city": "s.city = ''",
    "state": "s.state = ''",
    "zip": "s.zip = ''",
    "point": "s.location IS NULL",
    "customer": "s.customer_id IS NULL",
    "territory": "s.territory_id IS NULL",
    "primary_contact": "c.primaries = 0",
    "billing_contact": "c.billing = 0",
    "emergency_contacts": "c.emergency < 2",
    # B-23: stricter where patients are; B-21: somebody runs operations in every shift.
    "emergency_24_7": "c.emergency_always < 2",
    "operations_contact": "c.operations = 0",
    "shift_contacts": "c.operations_always = 0 AND c.shifts < 2",
    "hours": "NOT s.is_24_7 AND s.operating_hours = '{}'",
    "rooms": "s.room_count IS NULL",
    "spaces": "s.parking_spaces IS NULL",
    "service_class": "s.service_class = ''",
    "tier": "s.tier = ''",
    "start_date": "s.start_date IS NULL",
    "gl_string": "s.gl_string = ''",
    "certificate": "d.certificates = 0",
}
LABELS = {
    "street": "street", "city": "city", "state": "state", "zip": "ZIP code", "point": "map point",
    "customer": "customer", "territory": "territory", "primary_contact": "primary contact",
    "billing_contact": "billing contact", "emergency_contacts": "two emergency contacts",
    "emergency_24_7": "two emergency contacts reachable 24/7",
    "operations_contact": "operations contact",
    "shift_contacts": "operations contacts for each shift",
    "hours": "operating hours", "rooms": "rooms",
    "spaces": "parking spaces", "service_class": "service class", "tier": "performance tier",
    "start_date": "start date", "gl_string": "GL string", "certificate": "certificate",
}  # fmt: skip

# Completeness in percent, by the policy that anybody with the permission may change.
ATTENTION_FROM = global_number("quality.health", "attention")
GOOD_FROM = global_number("quality.health", "good")
# Each reason a site is not in good health; `poor` weighs more than `attention`.
POOR = {
    "No map point": "s.location IS NULL",
    "Active without a primary contact": "s.status = 'active' AND c.primaries = 0",
    "Far from complete": f"m.completeness < {ATTENTION_FROM}",
}
ATTENTION = {
    "Not complete enough": (f"m.completeness >= {ATTENTION_FROM} AND m.completeness < {GOOD_FROM}"),
    "Only a rough map point": "s.geocode_quality IN ('zip', 'place')",
    "Active without a territory": "s.status = 'active' AND s.territory_id IS NULL",
    "A document has expired": "d.expired > 0",
    "Suspended": "s.status = 'suspended'",
}


def _array(cases: dict[str, str]) -> str:
    items = ", ".join(
        f"CASE WHEN {condition} THEN '{name}' END" for name, condition in cases.items()
    )
    return f"array_remove(ARRAY[{items}]::text[], NULL)"


def _missing() -> str:
    wanted = {
        fact: ", ".join(f"'{kind.code}'" for kind in CATALOGUE.values() if fact in kind.required)
        for fact in MISSING
    }
    return _array(
        {fact: f"s.facility_type IN ({wanted[fact]}) AND ({MISSING[fact]})" for fact in MISSING}
    )


def _required_count() -> str:
    cases = " ".join(f"WHEN '{kind.code}' THEN {len(kind.required)}" for kind in CATALOGUE.values())
    return f"CASE s.facility_type {cases} END"


def assessment(*, sites: str, contacts: str) -> str:
    """SQL that assesses every row of `sites`, with its people in `contacts`.

    Both are the tables' names, or of anything with their columns: an import measures its new
    sites before it writes them.
    """
    return f"""
SELECT s.id, f.missing, m.completeness, {_array(POOR)} AS poor, {_array(ATTENTION)} AS attention
FROM {sites} s
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE role = 'primary') AS primaries,
           count(*) FILTER (WHERE role = 'billing') AS billing,
           count(*) FILTER (WHERE role = 'emergency') AS emergency,
           count(*) FILTER (WHERE role = 'emergency' AND available_24_7) AS emergency_always,
           count(*) FILTER (WHERE role = 'operations') AS operations,
           count(*) FILTER (WHERE role = 'operations' AND available_24_7) AS operations_always,
           count(DISTINCT shift) FILTER (WHERE role = 'operations' AND shift <> '') AS shifts
    FROM {contacts} WHERE site_id = s.id AND valid_during @> %(at)s::timestamptz) c
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE type = 'certificate') AS certificates,
           count(*) FILTER (WHERE expires_on < %(at)s::timestamptz) AS expired
    FROM sites_document WHERE site_id = s.id AND is_current) d
CROSS JOIN LATERAL (SELECT {_missing()} AS missing) f
CROSS JOIN LATERAL (
    SELECT 100 - (100 * cardinality(f.missing) / {_required_count()}) AS completeness) m
"""


HEALTH = f"""CASE WHEN cardinality(poor) > 0 THEN '{Health.POOR}'
                  WHEN cardinality(attention) > 0 THEN '{Health.ATTENTION}'
                  ELSE '{Health.GOOD}' END"""
ASSESS = (
    assessment(sites="sites_site", contacts="sites_sitecontact")
    + "WHERE s.id = ANY (%(ids)s::uuid[])"
)

REFRESH = f"""
UPDATE sites_site s SET missing = q.missing, completeness = q.completeness, health = q.health
FROM (SELECT id, missing, completeness,
             {HEALTH} AS health
      FROM ({ASSESS}) a) q
WHERE s.id = q.id
  AND (s.missing, s.completeness, s.health) IS DISTINCT FROM (q.missing::varchar[], q.completeness, q.health)
"""


@dataclass(frozen=True)
class Assessment:
    """What is missing, how complete in percent, and why the health is what it is."""

    missing: list[str]
    completeness: int
    poor: list[str]
    attention: list[str]

    @property
    def missing_labels(self) -> list[str]:
        return [LABELS[fact] for fact in self.missing]

    @property
    def reasons(self) -> list[str]:
        return [*self.poor, *self.attention]


def assess(site_id: UUID, *, at: datetime) -> Assessment:
    """The assessment of one site in scope, from the facts as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(ASSESS, {"ids": [site_id], "at": at})
        _, *values = cursor.fetchone()
    return Assessment(*values)


def refresh_quality(site_ids: Iterable[UUID], *, at: datetime) -> int:
    """How many sites' stored completeness or health changed, in one statement for all."""
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"ids": list(site_ids), "at": at})
        return int(cursor.rowcount)
