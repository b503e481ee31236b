"""Thresholds by policy turn events into alerts, each told once to system administrators."""

from datetime import timedelta

import pytest

from tests.factories import BY, make_grant, make_user
from townsite.access.choices import Role
from townsite.audit.actions import Origin, origin, record_event
from townsite.audit.event_types import EventType
from townsite.audit.exports import record_export
from townsite.audit.models import Event
from townsite.common import clock
from townsite.notifications.actions import spread_events
from townsite.notifications.models import Notification
from townsite.oversight.alerts import raise_alerts
from townsite.oversight.targets import TrailTarget

pytestmark = pytest.mark.usefixtures("db")
NOW = clock.now()


def failures(count, person, *, minutes=5, address="203.0.113.7"):
    for _ in range(count):
        with origin(Origin(address=address)):
            record_event(
                EventType.USER_SIGN_IN_FAILED, target=person, by=BY, at=NOW - timedelta(minutes=minutes)
            )  # fmt: skip


def signs_in(person, *, days=0.0, address="203.0.113.7", browser="Firefox on Linux"):
    with origin(Origin(address=address)):
        return record_event(
            EventType.USER_SIGNED_IN, target=person, by=person, at=NOW - timedelta(days=days, minutes=1),
            changes={"browser": [None, browser]},
        )  # fmt: skip


def alerts():
    raise_alerts(by=BY, at=NOW)
    rows = Event.objects.filter(type="alert.raised").order_by("id")
    return [(row.target_kind.removeprefix("alert_"), row.target_id) for row in rows]


def test_many_failures_of_one_account_are_told_once():
    person = make_user()
    failures(7, person)
    assert alerts() == []
    failures(1, person)
    assert alerts() == [("failed_account", str(person.pk))]
    failures(5, person)
    assert alerts() == [("failed_account", str(person.pk))]


def test_failures_long_ago_do_not_count():
    failures(20, make_user(), minutes=61)
    assert alerts() == []


def test_failures_of_many_accounts_from_one_address():
    for _ in range(5):
        failures(5, make_user())
    assert alerts() == [("failed_address", "203.0.113.7")]
    assert "25 failed sign-ins of 5 accounts" in Event.objects.get(type="alert.raised").reason


def test_mass_exports_by_rows_and_by_number():
    rows, often = make_user(), make_user()
    record_export("sites", rows=100_000, form="CSV", question="all", by=rows, at=NOW)
    for _ in range(25):
        record_export("sites", rows=1, form="CSV", question="one", by=often, at=NOW)
    assert alerts() == [("mass_export", str(rows.pk)), ("mass_export", str(often.pk))]


def test_the_threshold_is_the_policy(monkeypatch):
    record_export("sites", rows=99_999, form="CSV", question="all", by=make_user(), at=NOW)
    assert alerts() == []


@pytest.mark.parametrize(
    ("other", "is_told"),
    [
        ({}, False),
        ({"address": "203.0.113.200"}, False),
        ({"address": "198.51.100.7"}, True),
        ({"browser": "Safari on iOS"}, True),
    ],
)
def test_a_new_network_or_browser(other, is_told):
    person = make_user()
    signs_in(person, days=30)
    event = signs_in(person, **other)
    assert alerts() == ([("new_device", str(event.pk))] if is_told else [])


def test_the_first_sign_in_of_all_is_no_news():
    signs_in(make_user())
    assert alerts() == []


def test_a_network_is_forgotten_after_the_days_of_the_policy():
    person = make_user()
    signs_in(person, days=120, address="198.51.100.7")
    signs_in(person, days=30)
    event = signs_in(person, address="198.51.100.7")
    assert alerts() == [("new_device", str(event.pk))]


def test_system_administrators_hear_of_it_and_nobody_else(admin):
    make_grant(make_user(), Role.EXECUTIVE)
    person = make_user()
    failures(8, person)
    raise_alerts(by=BY, at=NOW)
    spread_events(at=clock.now())
    told = Notification.objects.get()
    assert (told.recipient, told.kind, told.mail_state) == (admin, "alert", "waiting")
    assert told.href == f"/audit/{Event.objects.get(type='alert.raised').pk}/"


def test_a_broken_chain_is_told_as_well(admin):
    record_event(
        EventType.AUDIT_BROKEN, target=TrailTarget("9 events"), by=BY, at=NOW, reason="Event 7 is gone."
    )  # fmt: skip
    spread_events(at=clock.now())
    told = Notification.objects.get()
    assert (told.title, told.body) == ("The audit trail is broken", "Event 7 is gone.")
