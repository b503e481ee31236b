"""Pages of balance, comparison and opportunities, and the card on a territory's page."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from townsite.access.choices import Role
from townsite.common import clock
from townsite.common.periods import since
from townsite.common.scope import Scope, scoped
from townsite.jobs.models import Job
from townsite.territories.actions import appoint, assign_sites, watch_balance
from townsite.territories.choices import PostRole
from townsite.territories.models import (
    Assignment,
    BalanceReview,
    ManagerProfile,
    TerritoryPlacement,
)

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)
AWAY = Point(-78.5, 36.85, srid=4326)


@pytest.fixture(scope="module")
def uneven(standing):
    region = make_territory("EAST", level="region")
    big = make_territory("BIG", parent=region, center=HERE)
    none = make_territory("NONE", parent=region, center=AWAY)
    for _ in range(5):
        make_site(territory=big, status="active", location=HERE, annual_revenue_cents=1000)
    make_site(territory=big, status="active", location=AWAY)
    watch_balance(by=BY, at=clock.now())
    return big, none


def test_violations_are_listed_filtered_and_counted_by_week(uneven, signed_in):
    client = signed_in()
    page = client.get("/placement/balance/").content.decode()
    assert "200% of the mean" in page or "of the mean of 3.0" in page
    few = client.get("/placement/balance/?rule=few_sites&territory=EAST").content.decode()
    assert "/territories/NONE/" in few
    assert "/territories/BIG/" not in few.split("Reviews to hold")[0]
    assert client.get("/placement/balance/?rule=nonsense&rung=x&territory=y").status_code == 200


def test_a_look_is_started_once(uneven, signed_in):
    client = signed_in()
    client.post("/placement/balance/look/")
    client.post("/placement/balance/look/")
    assert Job.objects.filter(kind="territories.watch_balance").count() == 1


def test_a_regional_role_may_start_a_look_too(uneven, signed_in):
    client = signed_in(role=Role.REGIONAL_VP, territory=uneven[0])
    assert client.post("/placement/balance/look/").status_code == 302
    with scoped(Scope.system("test")):
        assert Job.objects.filter(kind="territories.watch_balance").count() == 1


def test_a_review_is_closed_with_its_outcome_only(uneven, signed_in):
    review = BalanceReview.objects.create(
        territory=uneven[0],
        rule="capacity",
        words="full",
        opened_at=clock.now(),
        due_at=clock.now(),
    )
    client = signed_in()
    client.post(f"/placement/reviews/{review.pk}/close/", {"outcome": ""})
    review.refresh_from_db()
    assert review.closed_at is None
    client.post(f"/placement/reviews/{review.pk}/close/", {"outcome": "Split in May"})
    review.refresh_from_db()
    assert review.outcome == "Split in May"


def test_a_reader_starts_no_look_and_closes_no_review(uneven, signed_in):
    client = signed_in(role=Role.BILLING_ADMIN)
    assert client.post("/placement/balance/look/").status_code == 403
    assert not Job.objects.exists()


def test_territories_stand_side_by_side(uneven, signed_in):
    page = signed_in().get("/placement/compare/?territory=BIG&territory=NONE&territory=NOPE")
    text = page.content.decode()
    assert "6 of 100 weighted sites" in text
    assert "Revenue per weighted unit" in text


def test_sites_nearer_to_another_center_are_listed_with_the_drive_saved(uneven, signed_in):
    text = signed_in().get("/placement/opportunities/?territory=EAST").content.decode()
    assert text.count('class="site-number"') == 1
    assert "NONE" in text
    island = signed_in().get("/placement/opportunities/?kind=island").content.decode()
    assert "None found in this part." in island


def test_sites_that_belong_by_an_attribute_are_no_opportunities(uneven, signed_in):
    remote = make_territory(
        "REMOTE",
        membership="rule",
        membership_rule={"business_segment": "remote"},
        center=Point(-100, 40, srid=4326),
    )
    make_site(territory=remote, status="active", location=HERE, business_segment="remote")
    text = signed_in().get("/placement/opportunities/").content.decode()
    assert text.count('class="site-number"') == 1
    assert "REMOTE" not in text


def test_the_territory_page_shows_load_marks_and_broken_rules(uneven, signed_in):
    text = signed_in().get("/territories/BIG/").content.decode()
    assert "6 of 100 weighted sites (6%)" in text
    assert "Too many sites (R-05)" in text
    assert "Over its 2 lowest territories" in signed_in().get("/territories/EAST/").content.decode()


def test_the_fitness_of_a_manager_is_kept_and_a_future_start_refused(uneven, signed_in):
    appoint(
        territory=uneven[0],
        role=PostRole.MANAGER,
        holder=None,
        holder_label="Kim Example",
        by=BY,
        at=clock.now(),
    )
    client = signed_in()
    later = (clock.now() + dt.timedelta(days=9)).date().isoformat()
    refused = client.post("/placement/managers/BIG/", {"experienced_since": later})
    assert refused.status_code == 422
    assert not ManagerProfile.objects.exists()
    client.post(
        "/placement/managers/BIG/", {"experienced_since": "2020-01-01", "skills": "valet, airport"}
    )
    assert ManagerProfile.objects.get().skills == ["airport", "valet"]
    assert "experienced since" in client.get("/territories/BIG/").content.decode()
    assert client.get("/placement/managers/NONE/").status_code == 404


def test_the_comparison_shows_what_was_assigned_then_or_now(signed_in):
    one, two = make_territory("T1"), make_territory("T2")
    site = make_site(territory=one, annual_revenue_cents=70_000_00, status="active")
    begin = Assignment.objects.get(site=site).valid_during.lower
    Assignment.objects.filter(site=site).update(valid_during=since(begin - dt.timedelta(days=40)))
    TerritoryPlacement.objects.update(valid_during=since(begin - dt.timedelta(days=50)))
    assign_sites(site_ids=[site.pk], territory=two, by=BY, at=clock.now())
    day = (begin - dt.timedelta(days=5)).date().isoformat()
    address = f"/placement/compare/?territory=T1&territory=T2&as_of={day}"
    client = signed_in()
    then = client.get(address)
    assert [node.sites for node in then.context["then"]] == [1, 0]
    assert "as assigned then" in then.content.decode()
    now = client.get(f"{address}&sites=now")
    assert [node.sites for node in now.context["then"]] == [0, 1]
