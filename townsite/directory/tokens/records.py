"""Tokens over what a site belongs to: territory, customer, contact."""

from townsite.common.fields import LtreeField  # noqa: F401 - registers the lookup `within`
from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition, any_of
from townsite.directory.grammar import Value
from townsite.directory.tokens.address import as_pattern
from townsite.directory.tokens.token import Token, nearest
from townsite.territories.models import MAIN_HIERARCHY_ID, Territory

_CUSTOMER = f"""{SITE}.customer_id IN (SELECT c.id FROM sites_customer c
    WHERE f_unaccent(c.name) ILIKE f_unaccent(%s) OR upper(c.code) = upper(%s))"""
_CONTACT = f"""EXISTS (SELECT 1 FROM sites_sitecontact l JOIN sites_contact c ON c.id = l.contact_id
    WHERE l.site_id = {SITE}.id AND l.valid_during @> now()
    AND f_unaccent(concat_ws(' ', c.first_name, c.last_name, c.email)) ILIKE f_unaccent(%s))"""
_FURTHER = f"""{SITE}.id IN (SELECT a.site_id FROM territories_assignment a
    WHERE a.territory_id = ANY (%s::uuid[]) AND a.kind = 'primary' AND upper_inf(a.valid_during))"""


def _territory(value: Value) -> Condition:
    """In the territory or below it; only territories within reach are known or suggested."""
    if value.text.lower() == "none":
        return Condition(f"{SITE}.territory_id IS NULL")
    code = value.text.upper()
    known = list(Territory.objects.values_list("id", "code", "name", "path", "hierarchy_id"))
    paths = [
        path for _, c, name, path, _ in known if c == code or name.lower() == value.text.lower()
    ]
    if not paths:
        words = {row[1]: row[1] for row in known} | {row[2]: row[1] for row in known}
        likely = nearest(value.text, words)
        raise BadToken(
            f"There is no territory “{value.text}” within your reach.",
            suggestion=f"territory:{words[likely]}" if likely else "",
        )
    below = [row for row in known if any(_is_under(row[3], top) for top in paths)]
    main = [row[0] for row in below if row[4] == MAIN_HIERARCHY_ID]
    further = [row[0] for row in below if row[4] != MAIN_HIERARCHY_ID]
    parts = [Condition(f"{SITE}.territory_id = ANY (%s::uuid[])", (main,))] if main else []
    return any_of([*parts, Condition(_FURTHER, (further,))] if further else parts)


def _is_under(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")


def _customer(value: Value) -> Condition:
    if value.text.lower() == "none":
        return Condition(f"{SITE}.customer_id IS NULL")
    return Condition(_CUSTOMER, (f"%{as_pattern(value.text)}%", value.text))


def _contact(value: Value) -> Condition:
    return Condition(_CONTACT, (f"%{as_pattern(value.text)}%",))


TERRITORY = Token(
    "territory", "Territory with all below it", "territory:EAST", _territory, canonical=str.upper
)
CUSTOMER = Token("customer", "Part of the customer's name", 'customer:"Harborline"', _customer)
CONTACT = Token("contact", "Part of a contact's name or e-mail", "contact:lee", _contact)
