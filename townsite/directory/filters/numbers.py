"""Filters by number and date: `rooms:>200`, `spaces:100..300`, `updated:<7d`."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from townsite.directory.conditions import Condition
from townsite.directory.errors import SearchProblem
from townsite.directory.filters.base import Filter

COMPARED = re.compile(r"^(>=|<=|>|<|=)?(.+)$")
RANGE = re.compile(r"^(.+?)\.\.(.+)$")
AMOUNT = re.compile(r"^\$?(\d[\d,]*(?:\.\d+)?)([kmb]?)$", re.IGNORECASE)
AGE = re.compile(r"^(\d{1,4})([dwmy])$", re.IGNORECASE)
THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
LARGEST = 10**15
OPPOSITE = {">": "<", ">=": "<=", "<": ">", "<=": ">="}

Read = Callable[[str], Any]


def compared(key: str, text: str, column: str, read: Read) -> Condition:
    """`column` against one value, or between two."""
    span = RANGE.match(text)
    if span:
        low, high = read(span[1]), read(span[2])
        return Condition(f"{column} BETWEEN %s AND %s", [low, high])
    match = COMPARED.match(text)
    if match is None:
        raise SearchProblem(f"{key}:{text}", f"Write it like {key}:>100 or {key}:100..300.")
    return Condition(f"{column} {match[1] or '='} %s", [read(match[2])])


def amount(key: str, text: str, *, scale: int = 1) -> int:
    """A number people write as 1,200 or 500k. Raises SearchProblem otherwise."""
    match = AMOUNT.match(text.strip())
    number = float(match[1].replace(",", "")) * THOUSANDS[match[2].lower()] if match else LARGEST
    if number >= LARGEST:
        raise SearchProblem(f"{key}:{text}", f"“{text}” is no number. Write it like {key}:>200.")
    return round(number * scale)


def number_filter(key: str, label: str, column: str, *, scale: int = 1) -> Filter:
    def build(text: str, _: datetime) -> Condition:
        return compared(key, text, f"s.{column}", lambda part: amount(key, part, scale=scale))

    return Filter(key, label, f"{key}:>200", build)


def day(key: str, text: str) -> date:
    """A day written as ISO 8601. Raises SearchProblem otherwise."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise SearchProblem(
            f"{key}:{text}", f"“{text}” is no date. Write it like {key}:>2026-01-31 or {key}:<7d."
        ) from error


def date_filter(key: str, label: str, column: str) -> Filter:
    """By day, or by age: `<7d` is less than seven days ago."""

    def build(text: str, at: datetime) -> Condition:
        match = COMPARED.match(text)
        age = AGE.match(match[2]) if match else None
        if match and age:
            moment = at - timedelta(days=int(age[1]) * DAYS[age[2].lower()])
            return Condition(f"s.{column} {OPPOSITE.get(match[1] or '<', '>')} %s", [moment])
        return compared(key, text, f"s.{column}", lambda part: day(key, part))

    return Filter(key, label, f"{key}:<7d", build)


NUMBER_FILTERS = [
    number_filter("rooms", "Rooms", "room_count"),
    number_filter("spaces", "Parking spaces", "parking_spaces"),
    number_filter("completeness", "Completeness", "completeness"),
    number_filter("complexity", "Complexity", "complexity"),
    number_filter("revenue", "Annual revenue", "annual_revenue_cents", scale=100),
    date_filter("updated", "Updated", "updated_at"),
    date_filter("created", "Created", "created_at"),
    date_filter("started", "Start date", "start_date"),
    date_filter("closed", "Close date", "close_date"),
]
