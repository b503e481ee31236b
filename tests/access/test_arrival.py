"""Who asks: read in one statement, and Django's own rules still decide."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_user
from townsite.access.arrival import Arrival, arrival_of
from townsite.accounts.models import Session
from townsite.accounts.tasks import sweep_sessions
from townsite.common import clock


@pytest.fixture
def person(db):
    return make_user()


@pytest.fixture
def browser(person):
    client = Client()
    client.force_login(person)
    return client


def key_of(browser):
    return browser.cookies["sessionid"].value


def test_a_session_knows_whose_it_is(browser, person):
    assert Session.objects.get(pk=key_of(browser)).user == person


def test_session_person_and_reach_come_in_one_statement(browser, person):
    with CaptureQueriesContext(connection) as asked:
        found = arrival_of(key_of(browser), at=clock.now())
    assert (found.user, len(asked)) == (person, 1)
    assert found.user.email == person.email


def test_a_request_reads_the_person_only_once(browser):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/api/v1/me").status_code == 200
    told = [query["sql"] for query in asked if "accounts_user" in query["sql"]]
    assert len(told) == 1


def test_a_session_that_is_over_or_made_up_leads_nowhere(browser):
    later = clock.now() + timedelta(hours=9)
    assert arrival_of(key_of(browser), at=later) == Arrival()
    assert arrival_of("made-up", at=clock.now()) == Arrival()
    browser.cookies["sessionid"] = "made-up"
    assert browser.get("/api/v1/me").status_code == 401


def test_a_changed_password_ends_the_session(browser, person):
    person.set_password("another-long-password")
    person.save()
    assert browser.get("/api/v1/me").status_code == 401


def test_a_closed_account_is_out_at_once(browser, person):
    person.is_active = False
    person.save()
    assert browser.get("/api/v1/me").status_code == 401


def test_sessions_that_are_over_are_swept(browser):
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    sweep_sessions(timestamp=0)
    assert not Session.objects.exists()
