"""Deadlines by working days and business hours: across weekends, holidays and changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.policies.actions import set_policy
from townsite.policies.business_time import BusinessTime
from townsite.policies.choices import Severity
from townsite.policies.clocks import due_after, holidays_of
from townsite.policies.models import CalendarDay
from townsite.policies.resolution import EVERYWHERE

EASTERN = ZoneInfo("America/New_York")
THANKSGIVING = date(2026, 11, 26)


def office(**values):
    given_values = {
        "zone": EASTERN,
        "weekdays": frozenset(range(5)),
        "opens": 8,
        "closes": 17,
        "is_holiday": lambda day: day == THANKSGIVING,
        **values,
    }
    return BusinessTime(**given_values)


def local(*parts):
    return datetime(*parts, tzinfo=EASTERN)


def test_hours_go_on_the_next_morning():
    assert office().after(local(2026, 11, 23, 16), 3) == local(2026, 11, 24, 10)


def test_the_weekend_does_not_count():
    assert office().after(local(2026, 11, 20, 16), 2) == local(2026, 11, 23, 9)


def test_a_holiday_does_not_count():
    assert office().after(local(2026, 11, 25, 16), 2) == local(2026, 11, 27, 9)


def test_what_begins_at_night_counts_from_the_morning():
    assert office().after(local(2026, 11, 23, 3), 1) == local(2026, 11, 23, 9)


def test_working_days_are_whole_days():
    days = office(opens=0, closes=24)
    assert days.after(local(2026, 11, 20, 12), 72) == local(2026, 11, 25, 12)


def test_the_day_of_a_changed_clock_has_its_own_length():
    whole = office(opens=0, closes=24, weekdays=frozenset(range(7)))
    start = local(2026, 11, 1, 0)
    assert whole.after(start, 25) == local(2026, 11, 2, 0)  # 25 hours long


def test_another_zone_counts_its_own_day():
    pacific = office(zone=ZoneInfo("America/Los_Angeles"))
    assert pacific.after(local(2026, 11, 23, 8), 1) == local(2026, 11, 23, 12)


def test_a_calendar_that_never_works_has_no_deadline():
    with pytest.raises(ValueError, match="no 1 working hours"):
        office(is_holiday=lambda _day: True).after(local(2026, 11, 23, 8), 1)


moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - bounds are naive by hypothesis' rule
    datetime(2027, 12, 31),  # noqa: DTZ001 - naive like the lower bound
    timezones=st.just(UTC),
)
hours = st.integers(1, 200)


@given(moments, hours, hours)
def test_two_spans_add_up(start, first, second):
    calendar = office()
    assert calendar.after(calendar.after(start, first), second) == calendar.after(
        start, first + second
    )


@given(moments, hours)
def test_a_deadline_falls_into_working_time_and_never_early(start, span):
    end = office().after(start, span)
    there = end.astimezone(EASTERN)
    assert end >= start + timedelta(hours=span)
    assert there.weekday() < 5
    assert there.date() != THANKSGIVING
    assert 8 <= there.hour + there.minute / 60 + there.second / 3600 <= 17 + 1e-6


@given(moments, hours)
def test_a_calendar_without_rest_is_the_clock_itself(start, span):
    always = office(opens=0, closes=24, weekdays=frozenset(range(7)), is_holiday=lambda _day: False)
    assert always.after(start, span) == start + timedelta(hours=span)


def test_the_packaged_holidays_are_corrected_by_dated_rows(db):
    assert holidays_of("US")(THANKSGIVING)
    assert not holidays_of("none")(THANKSGIVING)
    CalendarDay.objects.create(calendar="US", day=THANKSGIVING, is_holiday=False, name="Worked")
    CalendarDay.objects.create(calendar="US", day=date(2026, 11, 27), name="Day after")
    known = holidays_of("US")
    assert not known(THANKSGIVING)
    assert known(date(2026, 11, 27))


def test_the_policy_says_what_counts(db, admin):
    friday = local(2026, 11, 20, 12)
    assert due_after(24, clock="customer", at=friday) == friday + timedelta(hours=24)
    assert due_after(24, clock="decision", at=friday) == local(2026, 11, 23, 12)
    set_policy(
        key="clock.counting",
        value={
            "decision": "business_hours",
            "customer": "working_days",
            "dispute": "calendar",
            "request": "calendar",
            "notice": "calendar",
        },
        scope=EVERYWHERE,
        severity=Severity.INFO,
        by=admin,
        at=friday - timedelta(days=1),
        reason="Office hours",
    )
    assert due_after(6, clock="decision", at=friday) == local(2026, 11, 23, 9)
    assert due_after(24, clock="customer", at=friday) == local(2026, 11, 23, 12)
