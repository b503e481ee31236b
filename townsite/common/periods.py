"""Half-open periods `[from, until)` in UTC, stored as `tstzrange`."""

from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from townsite.common.errors import Invalid


def since(start: datetime) -> DateTimeTZRange:
    """The open period from `start` on."""
    return DateTimeTZRange(start, None, "[)")


def between(start: datetime, end: datetime) -> DateTimeTZRange:
    """The period from `start` up to, not including, `end`.

    Raises Invalid when it would be empty: an empty range overlaps nothing and would slip past
    every exclusion constraint.
    """
    if end <= start:
        raise Invalid(f"A period must end after it starts: {start:%F %T} to {end:%F %T}.")
    return DateTimeTZRange(start, end, "[)")


def ended(period: DateTimeTZRange, *, at: datetime) -> DateTimeTZRange:
    """The same period, ending at `at`."""
    return between(period.lower, at)


def covers(period: DateTimeTZRange, at: datetime) -> bool:
    """Whether `at` lies in the half-open period."""
    return at in period
