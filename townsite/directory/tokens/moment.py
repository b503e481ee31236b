"""Tokens that compare times: `updated:<7d`, `created:2026-01-01..2026-03-31`."""

import re
from datetime import date

from townsite.directory.errors import BadToken
from townsite.directory.fragments import SITE, Condition
from townsite.directory.grammar import Value
from townsite.directory.tokens.token import Token

_AGE = re.compile(r"([<>])\s*([0-9]{1,4})\s*([hdwmy])", re.IGNORECASE)
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_COMPARED = re.compile(rf"(<=|>=|<|>|=|)\s*{_DAY}")
_RANGE = re.compile(rf"{_DAY}?\.\.{_DAY}?")
_UNITS = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}
# What a day means against a moment: `<=` includes the day itself, `>` begins after it.
_AGAINST = {
    "": "{0} >= %s::date AND {0} < %s::date + 1",
    "=": "{0} >= %s::date AND {0} < %s::date + 1",
    "<": "{0} < %s::date",
    "<=": "{0} < %s::date + 1",
    ">": "{0} >= %s::date + 1",
    ">=": "{0} >= %s::date",
}


def moment_token(name: str, column: str, *, says: str) -> Token:
    """A token over a date or a moment; `<7d` means less than seven days ago.

    The transaction's own time is the present here: a question is always asked now.
    """
    example = f"{name}:<7d"

    def read_value(value: Value) -> Condition:
        text = (value.text + value.tail).strip()
        condition = _age(text, column) or _days(text, column)
        if condition is None:
            raise BadToken(
                f"“{text}” is no time for {name}. Write {name}:<7d (within seven days; also h, w, "
                f"m, y), {name}:>2026-01-31 or {name}:2026-01-01..2026-03-31.",
                suggestion=example,
            )
        return condition

    return Token(name, says, example, read_value)


def _age(text: str, column: str) -> Condition | None:
    found = _AGE.fullmatch(text)
    if not found:
        return None
    sign = ">" if found[1] == "<" else "<="
    span = f"{found[2]} {_UNITS[found[3].lower()]}"
    return Condition(f"{SITE}.{column} {sign} now() - %s::interval", (span,))


def _days(text: str, column: str) -> Condition | None:
    found = _COMPARED.fullmatch(text)
    if found and _is_day(found[2]):
        against = _AGAINST[found[1]].format(f"{SITE}.{column}")
        return Condition(against, (found[2],) * against.count("%s"))
    found = _RANGE.fullmatch(text)
    if not found or text == ".." or not all(_is_day(day) for day in found.groups() if day):
        return None
    ends = [(">=", found[1]), ("<=", found[2])]
    parts = [(_AGAINST[sign].format(f"{SITE}.{column}"), day) for sign, day in ends if day]
    return Condition(" AND ".join(sql for sql, _ in parts), tuple(day for _, day in parts))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year < 9000  # noqa: PLR2004 - PostgreSQL adds a day to it
    except ValueError:
        return False
