"""Holidays of a calendar, and single days that are otherwise than packaged."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.policies.clocks import NO_HOLIDAYS, packaged_holidays
from townsite.policies.errors import PolicyConflict, PolicyValueInvalid
from townsite.policies.models import CalendarDay
from townsite.policies.registry import key_named
from townsite.policies.value_types import OneOf

FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class DayOff:
    """One line of a calendar's year; `correction` says that it is otherwise than packaged."""

    day: date
    name: str
    is_holiday: bool
    correction: CalendarDay | None


def calendars() -> tuple[str, ...]:
    """The calendars that the policy `clock.calendar` offers and that have holidays."""
    kind = key_named("clock.calendar").type
    return (
        tuple(each for each in kind.options if each != NO_HOLIDAYS)
        if isinstance(kind, OneOf)
        else ()
    )


def holidays_in(calendar: str, year: int) -> list[DayOff]:
    """The holidays of a year and the days corrected in it, in their order; one statement."""
    _check_place(calendar, year)
    corrected = {
        row.day: row for row in CalendarDay.objects.filter(calendar=calendar, day__year=year)
    }
    packaged = packaged_holidays(calendar, year)
    return [
        DayOff(
            day,
            corrected[day].name if day in corrected else packaged[day],
            corrected[day].is_holiday if day in corrected else True,
            corrected.get(day),
        )
        for day in sorted({*packaged, *corrected})
    ]


@transaction.atomic
def correct_day(
    *, calendar: str, day: date, is_holiday: bool, name: str, by: Actor, at: datetime
) -> CalendarDay:
    """The day as one more holiday, or as one that is worked; deadlines opened from now on heed it.

    Raises PolicyValueInvalid for an unknown calendar, a day without a name or one that is so
    already, and PolicyConflict for one corrected before.
    """
    _check_place(calendar, day.year)
    if not name.strip():
        raise PolicyValueInvalid("Name the day.", fields={"name": ["Name the day."]})
    if CalendarDay.objects.filter(calendar=calendar, day=day).exists():
        raise PolicyConflict(
            f"{day:%B %-d, %Y} is corrected in {calendar} already. Take that back first."
        )
    if (day in packaged_holidays(calendar, day.year)) == is_holiday:
        said = (
            f"{day:%B %-d, %Y} is {'a holiday' if is_holiday else 'worked'} in {calendar} already."
        )
        raise PolicyValueInvalid(said, fields={"day": [said]})
    row = CalendarDay.objects.create(
        calendar=calendar, day=day, is_holiday=is_holiday, name=name.strip()
    )
    _record(EventType.CALENDAR_DAY_CORRECTED, row, by, at, [not is_holiday, is_holiday])
    return row


@transaction.atomic
def restore_day(*, correction: CalendarDay, by: Actor, at: datetime) -> None:
    """Makes the day what the packaged calendar says again."""
    now = correction.is_holiday
    _record(EventType.CALENDAR_DAY_RESTORED, correction, by, at, [now, not now])
    correction.delete()


def _record(kind: EventType, row: CalendarDay, by: Actor, at: datetime, change: list[bool]) -> None:
    label = f"{row.calendar} {row}"
    record_event(
        kind, target=row, by=by, at=at, changes={"is_holiday": change, "day": [None, label]}
    )


def _check_place(calendar: str, year: int) -> None:
    if calendar not in calendars():
        raise PolicyValueInvalid(
            f"There is no calendar “{calendar}”. Use one of {', '.join(calendars())}."
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PolicyValueInvalid(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}, not {year}.")
