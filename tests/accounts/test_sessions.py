"""Sessions end unused, end at last, and can be ended from afar."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.signing_in import PASSWORD, set_value, sign_in
from tests.factories import make_user
from townsite.accounts.models import Session
from townsite.accounts.tasks import sweep_sessions
from townsite.audit.models import Event
from townsite.common import clock

pytestmark = pytest.mark.usefixtures("db", "no_factor_needed")
DEVICES = "/preferences/devices/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def at(monkeypatch):
    """`at(minutes=29)` moves the clock forward."""
    began, passed = clock.now(), [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: began + passed[0])

    def move(**by):
        passed[0] += timedelta(**by)

    return move


def is_in(client):
    return client.get("/preferences/").status_code == 200


def test_a_session_ends_after_thirty_minutes_unused(client, at):
    sign_in(client, make_user())
    at(minutes=29)
    assert is_in(client)
    at(minutes=29)
    assert is_in(client)
    at(minutes=31)
    assert not is_in(client)


def test_what_a_page_fetches_by_itself_does_not_keep_a_session(client, at):
    sign_in(client, make_user())
    for _ in range(4):
        at(minutes=9)
        client.get("/notifications/count/")
    assert not is_in(client)


def test_a_session_ends_after_eight_hours_however_busy(client, at):
    sign_in(client, make_user())
    for _ in range(23):
        at(minutes=20)
        assert is_in(client)
    at(minutes=19)
    assert is_in(client)
    at(minutes=2)
    assert not is_in(client)


def test_the_limits_are_policies(client, at):
    set_value("sign_in.idle_minutes", 5)
    sign_in(client, make_user())
    at(minutes=6)
    assert not is_in(client)


def test_a_busy_minute_writes_the_session_once(client, at, django_assert_num_queries):
    sign_in(client, make_user())
    at(seconds=30)
    client.get("/preferences/")
    seen = Session.objects.get(user__isnull=False).seen_at
    at(seconds=40)
    client.get("/preferences/")
    assert Session.objects.get(user__isnull=False).seen_at > seen


def test_devices_are_listed_and_signed_out_from_afar(client):
    user, other = make_user(), Client(headers={"User-Agent": FIREFOX})
    sign_in(other, user)
    sign_in(client, user)
    page = client.get(DEVICES).content.decode()
    assert "Firefox on Windows" in page
    assert "This browser" in page
    device = user.usersession_set.get(user_agent=FIREFOX)
    assert client.post(f"{DEVICES}{device.pk}/end/").status_code == 302
    assert not is_in(other)
    assert is_in(client)
    told = Event.objects.get(type="user.session_ended")
    assert told.changes["browser"] == ["Firefox on Windows", None]


def test_all_other_browsers_are_signed_out_at_once(client):
    user, others = make_user(), [Client(), Client()]
    for each in (*others, client):
        sign_in(each, user)
    client.post(f"{DEVICES}end-others/")
    assert [is_in(each) for each in (*others, client)] == [False, False, True]


def test_nobody_signs_out_somebody_else(client):
    user, stranger = make_user(), Client()
    sign_in(client, user)
    sign_in(stranger, make_user())
    device = user.usersession_set.get()
    assert stranger.post(f"{DEVICES}{device.pk}/end/").status_code == 404
    assert is_in(client)


def test_browsers_of_sessions_that_are_over_are_forgotten(client):
    user = make_user()
    sign_in(client, user)
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    sweep_sessions(timestamp=0)
    assert not user.usersession_set.exists()


def test_signing_in_failing_and_being_locked_out_are_told(client):
    user = make_user()
    for _ in range(5):
        sign_in(client, user, "wrong")
    sign_in(client, user)
    cache.clear()
    sign_in(client, user)
    client.post("/accounts/logout/")
    told = Event.objects.filter(target_id=str(user.pk)).order_by("id")
    assert [each.type for each in told] == [
        *["user.sign_in_failed"] * 5, "user.locked_out", "user.signed_in", "user.session_ended",
    ]  # fmt: skip
    assert PASSWORD not in str([each.changes for each in told])


def test_what_a_stranger_typed_is_not_kept(client):
    client.post("/accounts/login/", {"login": "nobody@example.com", "password": "my secret words"})
    told = Event.objects.get(type="user.sign_in_failed")
    assert (told.target_label, told.target_id) == ("no account", "")
