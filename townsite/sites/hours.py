"""Operating hours: `{"mon": ["07:00", "19:00"], ...}` in the site's own time zone."""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from townsite.common.errors import Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = dict(
    zip(
        DAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")


def checked_hours(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """The hours, days in order and empty ones left out. Raises Invalid naming the day.

    A closing time before the opening one means the next morning, as a bar has it.
    """
    hours: dict[str, list[str]] = {}
    for day in DAYS:
        pair = given.get(day)
        if not pair or not any(pair):
            continue
        if len(pair) != 2 or not all(_TIME.match(str(time)) for time in pair):  # noqa: PLR2004 - from and until
            raise _refusal(f"{DAY_NAMES[day]}: give opening and closing time, for example 07:00.")
        if pair[0] == pair[1]:
            raise _refusal(f"{DAY_NAMES[day]}: opens and closes at {pair[0]}. Use “Open 24/7”.")
        hours[day] = [str(pair[0]), str(pair[1])]
    return hours


def hours_in_words(hours: Mapping[str, Any], *, is_24_7: bool = False) -> str:
    """For example "Mon–Fri 07:00–19:00, Sat 09:00–14:00"; empty when nothing is known."""
    if is_24_7:
        return "Open 24/7"
    days = [(day, tuple(hours.get(day) or ())) for day in DAYS]
    parts = []
    for pair, group in groupby(days, key=lambda each: each[1]):
        names = [day.capitalize() for day, _ in group]
        span = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        if pair:
            parts.append(f"{span} {pair[0]}–{pair[1]}")
    return ", ".join(parts)


def is_open(hours: Mapping[str, Any], *, is_24_7: bool, local: datetime) -> bool | None:
    """Whether the site is open at a local time; None when its hours are not known."""
    if is_24_7:
        return True
    if not hours:
        return None
    clock = f"{local:%H:%M}"
    today, yesterday = (hours.get(DAYS[(local.weekday() + by) % 7]) for by in (0, -1))
    if today and today[0] <= clock and (clock < today[1] or today[1] < today[0]):
        return True
    return bool(yesterday and yesterday[1] < yesterday[0] and clock < yesterday[1])


def _refusal(words: str) -> Invalid:
    return Invalid(words, fields={"operating_hours": [words]})
