"""The quarterly review: one a territory and quarter, with its figures, closed with an outcome."""

import datetime as dt

import pytest

from tests.factories import BY, make_site, make_territory
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.territories.actions import (
    close_quarterly_review,
    open_quarterly_reviews,
    record_day,
    watch_balance,
)
from townsite.territories.actions.quarterly_reviews import quarter_of
from townsite.territories.models import QuarterlyReview

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def full():
    territory = make_territory("FULL", capacity_limit=1)
    for _ in range(2):
        make_site(territory=territory, status="active")
    return territory


def opened(at=None) -> QuarterlyReview:
    open_quarterly_reviews(by=BY, at=at or clock.now())
    return QuarterlyReview.objects.latest("quarter")


def test_a_quarter_begins_in_january_april_july_and_october():
    months = [quarter_of(dt.date(2026, month, 15)).month for month in range(1, 13)]
    assert months == [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10]


def test_a_review_opens_with_the_figures_on_record_and_the_rules_broken(full):
    now = clock.now()
    record_day(at=now - dt.timedelta(days=100))
    record_day(at=now)
    watch_balance(by=BY, at=now)
    review = opened(now)
    assert review.figures["sites"] == 2
    assert review.figures["load"] == 2.0
    assert review.figures["earlier"]["day"] == f"{now - dt.timedelta(days=100):%F}"
    assert review.findings == ["Over capacity (R-07): 2 of 1 weighted sites"]
    assert review.due_at > now


def test_a_quarter_opens_one_review_a_territory_however_often_it_is_asked(full):
    now = clock.now()
    assert open_quarterly_reviews(by=BY, at=now) == 1
    assert open_quarterly_reviews(by=BY, at=now) == 0
    assert open_quarterly_reviews(by=BY, at=now + dt.timedelta(days=92)) == 1


def test_a_review_closes_once_with_an_outcome_and_the_changes_that_came_of_it(full):
    review, now = opened(), clock.now()
    with pytest.raises(Invalid, match="Say what the review found"):
        close_quarterly_review(review=review, outcome=" ", by=BY, at=now)
    review.refresh_from_db()
    assert review.closed_at is None
    close_quarterly_review(review=review, outcome="Split it", change_sets=[9, 7, 9], by=BY, at=now)
    review.refresh_from_db()
    assert (review.outcome, review.change_sets) == ("Split it", [7, 9])
    with pytest.raises(Conflict, match="was closed on"):
        close_quarterly_review(review=review, outcome="Merge it", by=BY, at=now)
    review.refresh_from_db()
    assert review.outcome == "Split it"
