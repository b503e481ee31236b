"""Dates: ISO 8601 first, then American order; times of day without a date are damage."""

import re
from datetime import date, timedelta
from functools import lru_cache

from townsite.imports.cleaning.notes import NOTHING, WARN, Cleaned, Note, refused
from townsite.imports.cleaning.text import tidy

ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
AMERICAN = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\s.*)?$")
WORDED = re.compile(r"^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](?:(\d{1,2}),? )?(\d{4})$")
SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
BARE_TIME = re.compile(r"^\d{1,2}:\d{2}(?:[:.]\d+)*$")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets, which count 1900 as a leap year
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 1, 1)
CENTURY_TURN = 70


@lru_cache(maxsize=20_000)
def clean_date(text: str) -> Cleaned:
    """A date as “2025-03-01”; months before days, as the United States write it."""
    value = tidy(text)
    if not value:
        return NOTHING
    if BARE_TIME.match(value):
        message = f"“{value}” is a time without a date: the spreadsheet lost it."
        return Cleaned(None, (Note("lost_date", WARN, message),))
    try:
        found = _parsed(value)
    except (ValueError, OverflowError):
        found = None
    if found is None or not EARLIEST <= found < LATEST:
        return refused("not_a_date", f"“{value}” is not a date. Write it like 2025-03-01.")
    return Cleaned(found.isoformat())


def _parsed(value: str) -> date | None:
    if iso := ISO.match(value):
        return date(*map(int, iso.groups()))
    if american := AMERICAN.match(value):
        month, day, year = map(int, american.groups())
        return date(_full_year(year), month, day)
    if SERIAL.match(value):
        return EPOCH + timedelta(days=int(float(value)))
    worded = WORDED.match(value)
    if worded is None or worded.group(2)[:3].lower() not in MONTHS:
        return None
    before, month_name, after, year_text = worded.groups()
    return date(int(year_text), MONTHS.index(month_name[:3].lower()) + 1, int(before or after or 1))


def _full_year(year: int) -> int:
    if year >= 100:  # noqa: PLR2004 - already written in full
        return year
    return year + (1900 if year >= CENTURY_TURN else 2000)
