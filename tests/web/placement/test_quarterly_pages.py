"""Pages of quarterly reviews and of figures over time."""

import datetime as dt

import pytest

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.common import clock
from townsite.territories.actions import open_quarterly_reviews, record_day
from townsite.territories.models import QuarterlyReview

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def review():
    territory = make_territory("NORTH")
    make_site(territory=territory, status="active")
    record_day(at=clock.now() - dt.timedelta(days=91))
    record_day(at=clock.now())
    open_quarterly_reviews(by=BY, at=clock.now())
    return QuarterlyReview.objects.select_related("territory").get()


def test_the_list_shows_each_review_and_takes_any_filter(review, signed_in):
    client = signed_in()
    assert f"/placement/quarterly/{review.pk}/" in client.get("/placement/quarterly/").text
    closed = client.get("/placement/quarterly/?state=closed")
    assert "No review of this quarter fits" in closed.text
    wrong = client.get("/placement/quarterly/?quarter=2026-13-45&territory=x&page=zz&state=?")
    assert wrong.status_code == 200


def test_a_review_shows_its_pack_and_keeps_what_was_typed_when_refused(review, signed_in):
    client = signed_in()
    page = client.get(f"/placement/quarterly/{review.pk}/")
    assert "No rule of balance was broken" in page.text
    typed = {"outcome": "Nothing to do", "change_sets": "99999"}
    refused = client.post(f"/placement/quarterly/{review.pk}/close/", typed)
    assert refused.status_code == 422
    assert "There is no change set 99999" in refused.text
    assert "Nothing to do" in refused.text
    review.refresh_from_db()
    assert review.closed_at is None


def test_a_review_is_closed_on_its_page(review, signed_in):
    client = signed_in()
    typed = {"outcome": "Nothing to do", "change_sets": ""}
    assert client.post(f"/placement/quarterly/{review.pk}/close/", typed).status_code == 302
    assert "Nothing to do" in client.get(f"/placement/quarterly/{review.pk}/").text


def test_a_manager_elsewhere_sees_no_review_and_closes_none(review, signed_in):
    stranger = make_user()
    make_grant(stranger, Role.TERRITORY_ADMIN, territory=make_territory("SOUTH"))
    client = signed_in(stranger)
    assert str(review.pk) not in client.get("/placement/quarterly/").text
    assert client.get(f"/placement/quarterly/{review.pk}/").status_code == 404
    typed = {"outcome": "Mine now", "change_sets": ""}
    assert client.post(f"/placement/quarterly/{review.pk}/close/", typed).status_code == 404
    review.refresh_from_db()
    assert review.outcome == ""


def test_a_territorys_page_compares_its_figures_with_those_of_a_quarter_ago(review, signed_in):
    page = signed_in().get("/territories/NORTH/").text
    assert "Figures over time" in page
    assert "Mean drive" in page
    assert "record-line" in page
