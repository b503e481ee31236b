"""Filters by text and by related records: `city:Atlanta`, `customer:Harborline`, `territory:EAST`."""

from datetime import datetime

from townsite.directory.conditions import Condition, any_of
from townsite.directory.errors import SearchProblem
from townsite.directory.filters.base import Filter
from townsite.directory.filters.choices import pick
from townsite.directory.grammar import values
from townsite.sites.quality import LABELS
from townsite.territories.models import Territory

# What people ask for by one word.
GROUPS = {
    "contacts": ["primary_contact", "billing_contact", "emergency_contacts", "operations_contact"],
    "address": ["street", "city", "state", "zip"],
    "location": ["point"],
}
ABSENT = {
    "territory": "s.territory_id IS NULL",
    "customer": "s.customer_id IS NULL",
    "point": "s.location IS NULL",
    "tier": "s.tier = ''",
    "rooms": "s.room_count IS NULL",
    "spaces": "s.parking_spaces IS NULL",
    "revenue": "s.annual_revenue_cents IS NULL",
    "contacts": "NOT EXISTS (SELECT 1 FROM sites_sitecontact l WHERE l.site_id = s.id)",
    "documents": "NOT EXISTS (SELECT 1 FROM sites_document d WHERE d.site_id = s.id)",
}
IS = {
    "24_7": "s.is_24_7",
    "merged": "s.status = 'merged'",
    "unplaced": "s.territory_id IS NULL",
    "rough": "s.geocode_quality IN ('zip', 'place', 'none')",
}


def like(text: str) -> str:
    """The text with the wildcards of LIKE taken literally."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def text_filter(key: str, label: str, sql: str, pattern: str = "%{}%") -> Filter:
    """`sql` holds one placeholder, to which `pattern` with the escaped text is bound."""

    def build(text: str, _: datetime) -> Condition:
        wanted = [pattern.format(like(value)) for value in values(text)]
        if not wanted:
            raise SearchProblem(f"{key}:{text}", "Give some text.")
        return any_of([Condition(sql, [each]) for each in wanted])

    return Filter(key, label, f"{key}:…", build)


def build_territory(text: str, _: datetime) -> Condition:
    """The sites of the territories and of everything below them; by code, else by exact name."""
    codes = [value.upper() for value in values(text)]
    known = set(Territory.objects.filter(code__in=codes).values_list("code", flat=True))
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        raise SearchProblem(f"territory:{text}", f"No territory {', '.join(unknown)} is in reach.")
    return Condition(
        "s.territory_id IN (SELECT below.id FROM territories_territory below"
        " JOIN territories_territory top ON below.path <@ top.path WHERE top.code = ANY (%s))",
        [codes],
    )


def build_missing(text: str, _: datetime) -> Condition:
    options = LABELS | dict.fromkeys(GROUPS, "")
    facts = [f for name in pick("missing", text, options) for f in GROUPS.get(name, [name])]
    return Condition("s.missing && %s::varchar[]", [facts])


def flag_filter(key: str, label: str, flags: dict[str, str]) -> Filter:
    def build(text: str, _: datetime) -> Condition:
        names = pick(key, text, dict.fromkeys(flags, ""))
        return any_of([Condition(flags[name]) for name in names])

    options = tuple((name, name) for name in flags)
    return Filter(key, label, f"{key}:{next(iter(flags))}", build, options)


WORD_FILTERS = [
    text_filter("number", "Number", "s.number LIKE %s", "%{}%"),
    text_filter("name", "Name", "f_unaccent(s.name) ILIKE f_unaccent(%s)"),
    text_filter("city", "City", "s.city ILIKE %s", "{}%"),
    text_filter("zip", "ZIP code", "s.zip LIKE %s", "{}%"),
    text_filter("street", "Street", "s.street1 ILIKE %s"),
    text_filter("gl", "GL string", "s.gl_string ILIKE %s", "{}%"),
    text_filter("vendor", "Vendor code", "s.vendor_code ILIKE %s", "{}%"),
    text_filter(
        "customer",
        "Customer",
        "s.customer_id IN (SELECT c.id FROM sites_customer c WHERE c.name ILIKE %s)",
    ),
    text_filter(
        "contact",
        "Contact",
        "s.id IN (SELECT l.site_id FROM sites_sitecontact l JOIN sites_contact c"
        " ON c.id = l.contact_id WHERE (c.first_name || ' ' || c.last_name || ' ' || c.email) ILIKE %s)",
    ),
    text_filter(
        "external",
        "External id",
        "s.id IN (SELECT e.site_id FROM sites_externalid e WHERE e.key ILIKE %s)",
        "{}",
    ),
    Filter("territory", "Territory", "territory:EAST", build_territory),
    Filter(
        "missing",
        "Missing",
        "missing:contacts",
        build_missing,
        tuple({**LABELS, **{name: name for name in GROUPS}}.items()),
    ),
    flag_filter("no", "Without", ABSENT),
    flag_filter("is", "Is", IS),
]
