"""Tokens that compare numbers: `spaces:>200`, `rooms:100..300`, `revenue:>=1m`."""

import re
from dataclasses import dataclass

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Token

_NUMBER = r"\$?([0-9][0-9_]{0,14}(?:\.[0-9]{1,6})?)([kKmM]?)%?"
_COMPARED = re.compile(rf"(<=|>=|<|>|=|)\s*{_NUMBER}")
_RANGE = re.compile(rf"(?:{_NUMBER})?\.\.(?:{_NUMBER})?")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
LARGEST = 9_000_000_000_000_000  # within bigint, after the factor of money


@dataclass(frozen=True)
class Bounds:
    """A comparison with bound values."""

    text: str
    values: tuple[int | float, ...]


def number_token(name: str, column: str, *, says: str, example: str, factor: int = 1) -> Token:
    """A token over a numeric column that stores `factor` times what people write."""

    def read_value(value: Value) -> Condition:
        text = (value.text + value.tail).strip()
        if text.lower() == "none":
            return Condition(f"{SITE}.{column} IS NULL")
        bounds = read_bounds(text, f"{SITE}.{column}", factor)
        if bounds is None:
            raise BadToken(
                f"“{text}” is no number for {name}. Write {name}:>200, {name}:<=80 or "
                f"{name}:100..300.",
                suggestion=example,
            )
        return Condition(bounds.text, bounds.values)

    return Token(name, says, example, read_value)


def read_bounds(text: str, column: str, factor: int) -> Bounds | None:
    """The comparison that the text says, or None when it says none."""
    found = _COMPARED.fullmatch(text)
    if found:
        return Bounds(f"{column} {found[1] or '='} %s", (_amount(found[2], found[3], factor),))
    found = _RANGE.fullmatch(text)
    if not found or text == "..":
        return None
    ends = [(">=", found[1], found[2]), ("<=", found[3], found[4])]
    given = [(sign, _amount(digits, unit or "", factor)) for sign, digits, unit in ends if digits]
    return Bounds(
        " AND ".join(f"{column} {sign} %s" for sign, _ in given),
        tuple(amount for _, amount in given),
    )


def _amount(digits: str, unit: str, factor: int) -> int | float:
    amount = float(digits.replace("_", "")) * _TIMES[unit.lower()] * factor
    kept = min(amount, float(LARGEST))
    return int(kept) if kept.is_integer() else kept
