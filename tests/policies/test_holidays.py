"""The page of holidays: packaged ones, one more, one that is worked, and deadlines that heed it."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import BY
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.policies.calendar_days import correct_day, holidays_in, restore_day
from townsite.policies.clocks import due_after
from townsite.policies.errors import PolicyConflict, PolicyValueInvalid
from townsite.policies.models import CalendarDay

pytestmark = pytest.mark.usefixtures("db")
NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
THANKSGIVING, DAY_AFTER = date(2026, 11, 26), date(2026, 11, 27)
ADDRESS = "/policies/holidays/"


def correct(day=DAY_AFTER, *, is_holiday=True, name="Day after", calendar="US"):
    return correct_day(calendar=calendar, day=day, is_holiday=is_holiday, name=name, by=BY, at=NOW)


def days_of(calendar="US"):
    return {each.day: each for each in holidays_in(calendar, 2026)}


def test_the_year_shows_packaged_and_corrected_days():
    correct()
    correct(THANKSGIVING, is_holiday=False, name="Open for the parade")
    found = days_of()
    assert found[date(2026, 12, 25)].correction is None
    assert (found[DAY_AFTER].is_holiday, found[DAY_AFTER].name) == (True, "Day after")
    assert (found[THANKSGIVING].is_holiday, found[THANKSGIVING].name) == (
        False, "Open for the parade",
    )  # fmt: skip
    assert DAY_AFTER not in days_of("CA")


def test_a_deadline_leaves_the_added_day_out_and_counts_it_again_afterwards():
    wednesday = datetime(2026, 11, 25, 17, tzinfo=UTC)
    before = due_after(24, clock="decision", at=wednesday)
    row = correct()
    later = due_after(24, clock="decision", at=wednesday)
    assert (before.astimezone(UTC).date(), later.astimezone(UTC).date()) == (
        date(2026, 11, 27), date(2026, 11, 30),
    )  # fmt: skip
    restore_day(correction=row, by=BY, at=NOW)
    assert due_after(24, clock="decision", at=wednesday) == before
    kinds = Event.objects.filter(target_kind="calendarday").order_by("id")
    assert list(kinds.values_list("type", flat=True)) == [
        "calendar_day.corrected", "calendar_day.restored",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"day": THANKSGIVING}, "November 26, 2026 is a holiday in US already"),
        ({"is_holiday": False}, "November 27, 2026 is worked in US already"),
        ({"name": " "}, "Name the day"),
        ({"calendar": "none"}, "no calendar “none”"),
        ({"day": date(1812, 1, 1)}, "not 1812"),
    ],
)
def test_what_cannot_be_is_refused(given, said):
    with pytest.raises(PolicyValueInvalid, match=said):
        correct(**given)
    assert not CalendarDay.objects.exists()


def test_a_day_is_corrected_once():
    correct()
    with pytest.raises(PolicyConflict, match="corrected in US already"):
        correct(name="Another name")
    assert CalendarDay.objects.get().name == "Day after"


def test_an_administrator_corrects_and_takes_back_on_the_page(signed_in):
    client = signed_in()
    sent = {"day": "2026-11-27", "is_holiday": "yes", "name": "Day after"}
    page = client.post(f"{ADDRESS}US/days/", sent, follow=True).content.decode()
    assert "Day after" in page
    row = CalendarDay.objects.get()
    client.post(f"{ADDRESS}days/{row.pk}/restore/")
    assert not CalendarDay.objects.exists()
    refused = client.post(f"{ADDRESS}US/days/", {**sent, "day": "2026-11-26"})
    assert refused.status_code == 422
    assert "is a holiday in US already" in refused.content.decode()
    assert "Christmas" in client.get(ADDRESS, {"calendar": "US", "year": "2030"}).content.decode()


def test_others_read_the_page_and_correct_nothing(signed_in):
    row = correct()
    client = signed_in(role=Role.DISTRICT_MANAGER)
    page = client.get(ADDRESS, {"calendar": "US", "year": "2026"}).content.decode()
    assert "Day after" in page
    assert "Correct a day" not in page
    sent = {"day": "2026-11-25", "is_holiday": "yes", "name": "Eve"}
    assert client.post(f"{ADDRESS}US/days/", sent).status_code == 403
    assert client.post(f"{ADDRESS}days/{row.pk}/restore/").status_code == 403
    assert CalendarDay.objects.get() == row
