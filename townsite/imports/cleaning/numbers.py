"""Whole numbers, coordinates and amounts; zero is a value, empty is none."""

import re
from decimal import Decimal, InvalidOperation

from townsite.imports.cleaning.notes import INFO, NOTHING, Cleaned, Note, refused
from townsite.imports.cleaning.text import tidy

SENTINELS = frozenset({"-999", "-9999", "-99999", "-99", "-999.0", "-9999.0", "-1.#IND"})
DECORATION = re.compile(r"[\s,$]|(?:usd|spaces?|stalls?|rooms?|keys)\b", re.IGNORECASE)
MILLIONS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
PLACES = 7  # of a degree: about a centimetre
LONGEST_NUMBER = 30
PLAIN_DEGREES = re.compile(r"-?[0-9]{1,3}\.[0-9]{1,12}")  # as nearly all files write them
SHORT_DIGITS = 9


def sentinel(text: str) -> Cleaned | None:
    """Nothing with a note, when the text is a number that stands for “not known”."""
    if text not in SENTINELS:
        return None
    return Cleaned(None, (Note("sentinel", INFO, f"“{text}” stands for “not known”."),))


def clean_count(text: str, *, most: int) -> Cleaned:
    """A whole number from 0 to `most`; “1,200 spaces” and “320.0” are read, “12.5” is refused."""
    value = tidy(text)
    if not value:
        return NOTHING
    if _is_short(value) and int(value) <= most:
        return Cleaned(int(value))
    return sentinel(value) or _whole(value, most)


def _whole(value: str, most: int) -> Cleaned:
    number = _decimal(value)
    if number is None:
        return refused("not_a_number", f"“{value}” is not a whole number.")
    if number != number.to_integral_value():
        return refused("not_whole", f"{value} is not whole.", int(number.to_integral_value()))
    if not 0 <= number <= most:
        return refused("out_of_range", f"{value} is not between 0 and {most:,}.")
    return Cleaned(int(number))


def clean_degrees(text: str, *, most: int) -> Cleaned:
    """Decimal degrees between minus `most` and `most`, to seven places."""
    if PLAIN_DEGREES.fullmatch(text) and abs(float(text)) <= most:
        return Cleaned(round(float(text), PLACES))
    value = tidy(text).rstrip("°")
    if not value:
        return NOTHING
    number = _decimal(value)
    if number is None:
        return refused("not_a_number", f"“{value}” is not a number of degrees.")
    if value in SENTINELS:
        return Cleaned(None, (Note("sentinel", INFO, f"“{value}” stands for “not known”."),))
    if abs(number) > most:
        return refused("out_of_range", f"{value}° is not between -{most} and {most}.")
    return Cleaned(round(float(number), PLACES))


def clean_cents(text: str) -> Cleaned:
    """Whole cents of an amount in dollars: “$1,250,000.00” and “1.25M”."""
    value = tidy(text)
    if not value:
        return NOTHING
    if _is_short(value):
        return Cleaned(int(value) * 100)
    known = sentinel(value)
    if known:
        return known
    factor = MILLIONS.get(value[-1].lower(), 1)
    number = _decimal(value[:-1] if factor > 1 else value)
    if number is None:
        return refused("not_an_amount", f"“{value}” is not an amount. Write it like 1250000.")
    cents = number * factor * 100
    if not 0 <= cents < 10**15:
        return refused("out_of_range", f"{value} is not between $0 and $10 trillion.")
    return Cleaned(int(cents.to_integral_value()))


def _is_short(text: str) -> bool:
    """Whether the text is a plain whole number, which needs no second look."""
    return len(text) <= SHORT_DIGITS and text.isascii() and text.isdecimal()


def _decimal(text: str) -> Decimal | None:
    """The number in the text, or None; (12) is the accountant's -12."""
    plain = DECORATION.sub("", text)
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if not plain or len(plain) > LONGEST_NUMBER or "_" in plain:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < LONGEST_NUMBER else None
