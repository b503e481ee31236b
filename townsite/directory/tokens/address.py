"""Tokens over the parts of an address: state, city, ZIP code, street, name, number."""

import re

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Reader, Token, nearest
from townsite.sites.models.search_document import as_words
from townsite.sites.states import STATES, state_code

_ZIP = re.compile(r"[0-9]{1,5}(-[0-9]{4})?")
_NUMBER = re.compile(r"[0-9]{1,6}")


def as_pattern(text: str) -> str:
    """The text for LIKE: `*` stands for anything, LIKE's own signs for themselves."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return plain.replace("*", "%")


def _state(value: Value) -> Condition:
    code = state_code(value.text)
    if not code:
        likely = nearest(value.text, STATES.values())
        codes = {name: code for code, name in STATES.items()}
        raise BadToken(
            f"“{value.text}” is no state. Write a postal code or a name, like state:GA.",
            suggestion=f"state:{codes[likely]}" if likely else "",
        )
    return Condition(f"{SITE}.state = %s", (code,))


def _zip(value: Value) -> Condition:
    text = value.text.rstrip("*")
    if not _ZIP.fullmatch(text):
        raise BadToken(
            f"“{value.text}” is no ZIP code. Write five digits, or the first few and a star: zip:303*.",
            suggestion="zip:30303",
        )
    return Condition(f"{SITE}.zip LIKE %s", (text + "%",))


def _number(value: Value) -> Condition:
    if not _NUMBER.fullmatch(value.text):
        raise BadToken(
            f"“{value.text}” is no site number: they have up to six digits.",
            suggestion="number:0417",
        )
    bare = value.text.lstrip("0")
    return Condition(f"{SITE}.number IN (%s, %s, %s)", tuple(bare.zfill(n) for n in (4, 5, 6)))


def _like(column: str, *, inside: bool) -> Reader:
    def read_value(value: Value) -> Condition:
        text = value.text + value.tail
        pattern = f"%{as_pattern(text)}%" if inside else as_pattern(text)
        like = f"f_unaccent({SITE}.{column}) ILIKE f_unaccent(%s)"
        if inside or "*" in text:
            return Condition(like, (pattern,))
        # Whole words stand in the search index, which finds them without reading every site.
        indexed = f"{SITE}.search_vector @@ plainto_tsquery('simple', {as_words('%s')})"
        return Condition(f"{indexed} AND {like}", (text, pattern))

    return read_value


STATE = Token("state", "State", "state:GA", _state, [(code, name) for code, name in STATES.items()])
ZIP = Token("zip", "ZIP code, or its first digits", "zip:30303", _zip)
NUMBER = Token("number", "Site number", "number:0417", _number)
CITY = Token("city", "Town", "city:Atlanta", _like("city", inside=False))
NAME = Token("name", "Part of the name", "name:suites", _like("name", inside=True))
STREET = Token("street", "Part of the street", "street:pier", _like("street1", inside=True))
