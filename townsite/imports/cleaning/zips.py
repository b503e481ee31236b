"""ZIP codes, which spreadsheets like to turn into numbers."""

import re
from functools import lru_cache

from townsite.imports.cleaning.notes import ERROR, INFO, NOTHING, WARN, Cleaned, Note, refused
from townsite.imports.cleaning.states import STATES_OF_PREFIX, states_of_zip
from townsite.imports.cleaning.text import tidy

FULL = re.compile(r"^(\d{5})(?:[- ]?(\d{4}))?$")
NUMBER = re.compile(r"^(\d{3,4}|\d{8})(?:\.0+)?$")
FLOAT = re.compile(r"^(\d{5})\.0+$")
PLUS_FOUR = 4
FIVE = 5


@lru_cache(maxsize=50_000)
def clean_zip(text: str, state: str | None = None) -> Cleaned:
    """A ZIP code as “01915” or “01915-2240”; a lost leading zero is put back where it is sure.

    It is sure when the state's codes begin with a zero, or no state is given and some state's do.
    """
    value = tidy(text)
    if not value:
        return NOTHING
    full = FULL.match(FLOAT.sub(r"\1", value))
    if full is not None:
        return _whole(value, full.group(1), full.group(2))
    number = NUMBER.match(value)
    if number is not None:
        return _padded(value, number.group(1), state)
    return refused("not_a_zip", f"“{value[:40]}” is not a ZIP code of five or nine digits.", "")


def _whole(value: str, five: str, four: str | None) -> Cleaned:
    zip_code = f"{five}-{four}" if four and four != "0000" else five
    if five in {"00000", "99999"}:
        return Cleaned(None, (Note("sentinel", INFO, f"“{value}” stands for “not known”."),))
    if five[:3] in STATES_OF_PREFIX:
        return Cleaned(zip_code)
    return Cleaned(zip_code, (Note("unused_zip", WARN, f"No ZIP code begins with {five[:3]}."),))


def _padded(value: str, digits: str, state: str | None) -> Cleaned:
    five, four = (digits.zfill(9)[:5], digits[-4:]) if len(digits) > FIVE else (digits.zfill(5), "")
    zip_code = f"{five}-{four}" if four else five
    owners = states_of_zip(five)
    if not owners or (state and state not in owners):
        where = f"in {state}" if state else "anywhere"
        message = f"“{value}” is too short, and {zip_code} is no ZIP code {where}."
        return Cleaned(None, (Note("short_zip", ERROR, message, ""),))
    return Cleaned(zip_code, (Note("lost_zero", INFO, f"Leading zero put back: {zip_code}."),))
