"""Phones in E.164, with the extension apart (R-20)."""

import re
from functools import lru_cache

import phonenumbers

from townsite.imports.cleaning.notes import NOTHING, WARN, Cleaned, Note, refused
from townsite.imports.cleaning.text import tidy

REGION = "US"
SEVERAL = re.compile(r"\s*(?:[;/]|\bor\b|<br\s*/?>)\s*", re.IGNORECASE)
LONGEST_EXTENSION = 10


@lru_cache(maxsize=20_000)
def clean_phone(text: str) -> Cleaned:
    """A phone as “+17575550100” or “+17575550100 x12”; the first of several."""
    value = tidy(text)
    if not value:
        return NOTHING
    first, *others = SEVERAL.split(value)
    try:
        number = phonenumbers.parse(first, REGION)
    except phonenumbers.NumberParseException:
        return refused("not_a_phone", f"“{value}” is not a phone number.", "")
    if not phonenumbers.is_possible_number(number):
        return refused("not_a_phone", f"“{value}” has too few or too many digits.", "")
    return Cleaned(_written(number), _notes(others))


def _written(number: phonenumbers.PhoneNumber) -> str:
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    extension = (number.extension or "")[:LONGEST_EXTENSION]
    return f"{plain} x{extension}" if extension else plain


def _notes(others: list[str]) -> tuple[Note, ...]:
    if not any(others):
        return ()
    return (Note("several_phones", WARN, f"Only the first is taken; left out: {others[0]}"),)
