"""Rules of balance: found by ladder, kept with their dates, reviewed from the top rung."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.sites.models import Site
from townsite.territories.actions import appoint, assign_sites, close_review, watch_balance
from townsite.territories.balance.queries import open_reviews, open_violations, trend
from townsite.territories.choices import PostRole
from townsite.territories.models import BalanceReview, RuleViolation

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)


def look(at=None):
    return watch_balance(by=BY, at=at or clock.now())


def found(**wanted) -> set[tuple[str, str, str]]:
    return {(v.territory.code, v.rule, v.rung) for v in open_violations(**wanted)}


def fill(territory, count, **more):
    return [make_site(territory=territory, status="active", **more) for _ in range(count)]


@pytest.fixture(scope="module")
def uneven(standing):
    """Means of 4 sites: 9 in BIG (225%), 3 in MID, 0 in NONE."""
    big, mid, none = (make_territory(code, center=HERE) for code in ("BIG", "MID", "NONE"))
    fill(big, 9)
    fill(mid, 3)
    return big, mid, none


def test_sites_against_the_mean_stand_on_the_rung_they_have_passed(uneven):
    look()
    assert found(rule="site_count") == {("BIG", "site_count", "review")}
    assert found(rule="few_sites") == {("NONE", "few_sites", "advise")}
    assert "225% of the mean" in open_violations(rule="site_count").get().words


def test_revenue_against_the_median_and_load_against_capacity():
    rich, plain, full = (
        make_territory("RICH"),
        make_territory("PLAIN"),
        make_territory("FULL", capacity_limit=1),
    )
    fill(rich, 1, annual_revenue_cents=300_00)
    fill(plain, 1, annual_revenue_cents=100_00)
    fill(full, 2, annual_revenue_cents=50_00)
    look()
    assert found(rule="revenue") == {("RICH", "revenue", "review")}
    assert found(rule="capacity") == {("FULL", "capacity", "review")}


def test_a_managers_portfolio_counts_all_their_territories(uneven):
    for territory in uneven[:2]:
        appoint(
            territory=territory,
            role=PostRole.MANAGER,
            holder=None,
            holder_label="Kim Example",
            by=BY,
            at=clock.now(),
        )
    look()
    row = open_violations(rule="portfolio").get()
    assert (row.territory.code, row.rung, row.measured) == ("BIG", "advise", 12)


def test_a_portfolio_out_of_line_tells_its_index(uneven):
    for territory in uneven[:2]:
        appoint(
            territory=territory,
            role=PostRole.MANAGER,
            holder_label=f"Manager of {territory.code}",
            by=BY,
            at=clock.now(),
        )
    look()
    rows = {row.territory.code: row for row in open_violations(rule="rebalance")}
    sites = [Site.objects.filter(territory_id=each.pk).count() for each in uneven[:2]]
    mean = sum(sites) / 2
    assert abs(sites[0] / mean - 1) > 0.2
    row = rows[uneven[0].code]
    assert (row.rung, f"sites {sites[0] / mean:.0%}" in row.words) == ("advise", True)
    assert "index" in row.words


def test_span_and_coherence_of_a_district():
    district = make_territory("D01", level="district")
    other = make_territory("D02", level="district")
    near = make_territory("T1", parent=district, center=HERE)
    make_territory("T2", parent=other, center=Point(-90, 40, srid=4326))
    for territory in (district, near):
        appoint(
            territory=territory,
            role=PostRole.MANAGER,
            holder=None,
            holder_label=f"Manager of {territory.code}",
            by=BY,
            at=clock.now(),
        )
    fill(near, 1, location=HERE)
    fill(near, 1, location=Point(-90, 40.1, srid=4326))
    look()
    assert ("D01", "span", "block") in found()
    assert open_violations(rule="coherence").get().measured == 0.5


def test_a_violation_that_lasts_keeps_its_row_and_one_that_ends_stays_countable(uneven):
    begun = clock.now()
    look(begun)
    first = open_violations(rule="site_count").get()
    look(begun + dt.timedelta(days=1))
    assert open_violations(rule="site_count").get().pk == first.pk
    moving = Site.objects.filter(territory_id=uneven[0].pk).values_list("pk", flat=True)[:5]
    assign_sites(
        site_ids=list(moving), territory=uneven[2], by=BY, at=clock.now(), reason="balance"
    )
    look(begun + dt.timedelta(days=2))
    assert not open_violations(rule="site_count").exclude(rung="advise").exists()
    weeks = trend(at=begun + dt.timedelta(days=1), weeks=1, rule="site_count")
    assert [week.violations for week in weeks] == [0, 1]


def test_the_top_rung_opens_one_review_that_is_closed_with_its_outcome(uneven):
    at = clock.now()
    assert look(at).reviews == 1
    assert look(at + dt.timedelta(hours=1)).reviews == 0
    review = open_reviews().get()
    assert (review.territory.code, review.due_at - review.opened_at) == ("BIG", dt.timedelta(30))
    with pytest.raises(Invalid):
        close_review(review=review, outcome=" ", by=BY, at=clock.now())
    close_review(review=review, outcome="Three sites move to MID", by=BY, at=clock.now())
    with pytest.raises(Conflict, match="system: test"):
        close_review(review=review, outcome="again", by=BY, at=clock.now())
    assert BalanceReview.objects.get().outcome == "Three sites move to MID"
    assert look(at + dt.timedelta(hours=2)).reviews == 1


def test_a_look_takes_a_fixed_number_of_statements(uneven, django_assert_max_num_queries):
    look()
    with django_assert_max_num_queries(20):
        look()


def test_violations_beyond_reach_are_not_seen(uneven, as_person):
    look()
    manager = make_user()
    make_grant(manager, Role.TERRITORY_ADMIN, territory=uneven[2])
    with as_person(manager):
        assert found() == {("NONE", "few_sites", "advise")}
    assert RuleViolation.objects.count() > 1
