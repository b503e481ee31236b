"""Adding a site: number, defaults of its type, point, event; refusals leave nothing."""

import pytest

from tests.factories import BY, NORFOLK, make_site
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.sites.actions import create_site, next_site_number
from townsite.sites.errors import SiteNumberTaken
from townsite.sites.models import Site

pytestmark = pytest.mark.usefixtures("db")
HOTEL = {"name": "Harborline Suites", "facility_type": "hotel", "city": "Norfolk", "state": "VA"}


def create(**values):
    return create_site(values={**HOTEL, **values}, by=BY, at=clock.now())


def test_a_new_site_is_a_draft_with_the_defaults_of_its_type():
    site = create()
    assert (site.status, site.is_24_7, site.parking_mode) == ("draft", True, "valet")
    assert site.business_segment == "hospitality"


def test_what_was_given_beats_the_defaults():
    assert create(is_24_7=False).is_24_7 is False


def test_a_number_is_padded_to_four_digits():
    assert create(number="417").number == "0417"


def test_without_a_number_the_next_free_one_is_taken():
    taken = str(int(next_site_number()) + 1)
    create(number=taken)
    made = create()
    assert made.number.isdigit()
    assert made.number != taken
    assert int(make_site().number) > int(made.number)


def test_a_number_belongs_to_one_site_for_ever():
    site = create(number="0417")
    Site.objects.filter(pk=site.pk).update(status="inactive", close_date="2026-01-31")
    with pytest.raises(SiteNumberTaken, match="0417"):
        create(number="417")
    assert Site.objects.count() == 1


def test_every_problem_is_told_at_once():
    with pytest.raises(Invalid) as refusal:
        create(name="", state="Virginia", zip="2351", room_count=9_000)
    assert {"name", "state", "zip", "room_count"} <= set(refusal.value.fields)
    assert not Site.objects.exists()
    assert not Event.objects.filter(type="site.created").exists()


def test_a_field_that_cannot_be_set_is_named():
    with pytest.raises(Invalid, match="status"):
        create(status="active")


def test_a_given_point_is_exact_and_tells_the_time_zone():
    site = create(location=NORFOLK)
    assert (site.geocode_source, site.geocode_quality) == ("given", "exact")
    assert site.time_zone == "America/New_York"


def test_the_event_holds_what_was_set():
    site = create(number="0417")
    event = Event.objects.get(type="site.created")
    assert (event.site_id, event.actor_label) == (site.pk, "system: test")
    assert event.changes["number"] == [None, "0417"]
    assert "gl_string" not in event.changes


@pytest.mark.parametrize(
    "name", ["Harborline’s Inn & Suites", "Café – Nord/Süd (2nd)", "St. John's, Annex"]
)
def test_real_names_are_accepted(name):
    assert create(name=name).name == name


@pytest.mark.parametrize("name", ["<script>", "a\nb", "x" * 101, "tab\there"])
def test_names_that_are_no_names_are_refused(name):
    with pytest.raises(Invalid):
        create(name=name)
