"""The lifecycle (domain 4.0): which status follows which, and what each asks for."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import BY, make_site
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid, Problem
from townsite.sites.actions import STEPS, change_status
from townsite.sites.errors import WrongStatus
from townsite.sites.models import Site

pytestmark = pytest.mark.usefixtures("db")


def step(site, verb, **more):
    return change_status(site=site, verb=verb, by=BY, at=clock.now(), **more)


def test_a_site_goes_from_draft_to_closed_and_back():
    site = make_site()
    site = step(site, "submit")
    site = step(site, "activate")
    site = step(site, "suspend", reason="storm damage")
    site = step(site, "reactivate", reason="repaired")
    site = step(site, "deactivate", reason="contract ended", close_date=date(2026, 1, 31))
    assert (site.status, site.close_date) == ("inactive", date(2026, 1, 31))
    site = step(site, "reactivate", reason="contract renewed")
    assert (site.status, site.close_date) == ("active", None)
    types = Event.objects.filter(site_id=site.pk).order_by("id").values_list("type", flat=True)
    assert list(types)[1:] == [
        "site.submitted", "site.activated", "site.suspended", "site.reactivated",
        "site.deactivated", "site.reactivated",
    ]  # fmt: skip


def test_a_step_that_does_not_follow_is_refused_with_those_that_do():
    site = make_site()
    with pytest.raises(WrongStatus, match="submit"):
        step(site, "suspend", reason="x")
    site.refresh_from_db()
    assert site.status == "draft"


def test_closing_asks_for_reason_and_date_together():
    site = make_site(status="active")
    with pytest.raises(Invalid) as refusal:
        step(site, "deactivate")
    assert set(refusal.value.fields) == {"reason", "close_date"}


def test_a_hotel_without_rooms_cannot_be_activated():
    site = step(make_site(facility_type="hotel"), "submit")
    with pytest.raises(Invalid, match="rooms"):
        step(site, "activate")
    site.refresh_from_db()
    assert site.status == "pending"


def test_a_draft_without_a_town_cannot_be_submitted():
    site = make_site(city="", zip="", location=None)
    with pytest.raises(Invalid, match="city and state"):
        step(site, "submit")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([*STEPS, "fly"]), max_size=8))
def test_no_sequence_of_steps_leaves_the_lifecycle(verbs):
    site = make_site()
    for verb in verbs:
        before = site.status
        try:
            site = step(site, verb, reason="because", close_date=date(2026, 1, 31))
        except Problem:
            assert Site.objects.get(pk=site.pk).status == before
        else:
            assert before in STEPS[verb].starts
            assert site.status == STEPS[verb].target
