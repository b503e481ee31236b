"""Deadlines by policy: around the clock, over working days, or in business hours."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from townsite.policies.business_time import BusinessTime
from townsite.policies.choices import ClockKind
from townsite.policies.models import CalendarDay
from townsite.policies.queries import policies_at
from townsite.policies.resolution import ANYWHERE, PolicyContext, PolicySnapshot

NO_HOLIDAYS = "none"
WEEKS = {
    "monday to friday": frozenset(range(5)),
    "monday to saturday": frozenset(range(6)),
    "every day": frozenset(range(7)),
}
HOME_ZONE = "America/New_York"  # where a place is not known; it is also a new person's zone


def due_after(
    hours: float,
    *,
    clock: str,
    at: datetime,
    zone: str = "",
    context: PolicyContext = ANYWHERE,
    policies: PolicySnapshot | None = None,
) -> datetime:
    """When `hours` of the clock of this name (`clock.counting`) have passed since `at`.

    `zone` is the IANA zone of the place. Holidays are those of the calendar's country by the
    packaged library, corrected by the dated rows of `CalendarDay`.
    """
    policies = policies or policies_at(at)
    counting = policies.value("clock.counting", context)
    kind = ClockKind(str(counting[clock]))  # type: ignore[index] # a policy of choices is a mapping
    if kind == ClockKind.CALENDAR:
        return at + timedelta(hours=hours)
    return business_time(kind, zone=zone, context=context, policies=policies).after(at, hours)


def business_time(
    kind: ClockKind, *, zone: str, context: PolicyContext, policies: PolicySnapshot
) -> BusinessTime:
    """The working time of a place by its policies."""
    day = policies.numbers("clock.business_hours", context)
    whole = kind == ClockKind.WORKING_DAYS
    return BusinessTime(
        zone=ZoneInfo(zone or HOME_ZONE),
        weekdays=WEEKS[policies.text("clock.working_week", context)],
        opens=0 if whole else day["from"],
        closes=24 if whole else day["until"],
        is_holiday=holidays_of(policies.text("clock.calendar", context)),
    )


def holidays_of(calendar: str) -> Callable[[date], bool]:
    """Whether a date is a holiday of the calendar; one statement reads what was corrected."""
    corrected = dict(CalendarDay.objects.filter(calendar=calendar).values_list("day", "is_holiday"))

    def is_holiday(day: date) -> bool:
        return corrected[day] if day in corrected else day in packaged_holidays(calendar, day.year)

    return is_holiday


@cache
def packaged_holidays(calendar: str, year: int) -> dict[date, str]:
    """The names of the public holidays by date, as the packaged library knows them."""
    if calendar == NO_HOLIDAYS:
        return {}
    return dict(holidays.country_holidays(calendar, years=year))
