"""Tokens over what a record has and lacks: `missing:contacts`, `no:territory`, `is:24_7`."""

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Token, nearest
from townsite.sites.quality import LABELS

ANY = "any"
# Words that stand for several facts.
GROUPS = {
    "contacts": [
        "primary_contact",
        "billing_contact",
        "emergency_contacts",
        "emergency_24_7",
        "operations_contact",
        "shift_contacts",
    ],
    "address": ["street", "city", "state", "zip"],
    "capacity": ["rooms", "spaces"],
}
# What `no:` finds; `-no:` finds the others.
LACKS = {
    "territory": f"{SITE}.territory_id IS NULL",
    "customer": f"{SITE}.customer_id IS NULL",
    "point": f"{SITE}.location IS NULL",
    "zip": f"{SITE}.zip = ''",
    "street": f"{SITE}.street1 = ''",
    "tier": f"{SITE}.tier = ''",
    "revenue": f"{SITE}.annual_revenue_cents IS NULL",
    "rooms": f"{SITE}.room_count IS NULL",
    "spaces": f"{SITE}.parking_spaces IS NULL",
    "contacts": "NOT EXISTS (SELECT 1 FROM sites_sitecontact l"
    f" WHERE l.site_id = {SITE}.id AND l.valid_during @> now())",
    "documents": f"NOT EXISTS (SELECT 1 FROM sites_document d WHERE d.site_id = {SITE}.id)",
}
IS = {
    "24_7": f"{SITE}.is_24_7",
    "complete": f"{SITE}.completeness = 100",
    "new": f"{SITE}.created_at > now() - interval '30 days'",
    "unassigned": f"{SITE}.territory_id IS NULL",
    "mapped": f"{SITE}.location IS NOT NULL",
}


def _missing(value: Value) -> Condition:
    wanted = _one_of("missing", value, [*LABELS, *GROUPS, ANY])
    if wanted == ANY:
        return Condition(f"{SITE}.missing <> '{{}}'")
    facts = GROUPS.get(wanted, [wanted])
    return Condition(f"{SITE}.missing && %s::varchar[]", (facts,))


def _no(value: Value) -> Condition:
    return Condition(LACKS[_one_of("no", value, list(LACKS))])


def _is(value: Value) -> Condition:
    return Condition(IS[_one_of("is", value, list(IS))])


def _one_of(name: str, value: Value, known: list[str]) -> str:
    text = value.text.lower().replace("-", "_").replace(" ", "_").replace("/", "_")
    if text in known:
        return text
    likely = nearest(text, known)
    raise BadToken(
        f"“{value.text}” cannot stand after {name}: Use one of {', '.join(known)}.",
        suggestion=f"{name}:{likely}" if likely else "",
    )


def _named(keys: list[str]) -> list[tuple[str, str]]:
    return [(key, LABELS.get(key, key.replace("_", " "))) for key in keys]


MISSING = Token(
    "missing", "Lacks a fact its type requires", "missing:contacts", _missing,
    _named([ANY, *GROUPS, *LABELS]),
)  # fmt: skip
NO = Token("no", "Has none at all", "no:territory", _no, _named(list(LACKS)))
IS_TOKEN = Token("is", "Is so", "is:24_7", _is, _named(list(IS)))
