"""The first page: figures of one's own reach, each leading to the sites behind it."""

import re

import pytest

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.actions import Origin, origin, record_event
from townsite.audit.event_types import EventType
from townsite.common import clock
from townsite.directory.criteria import Criteria
from townsite.directory.portfolio import portfolio
from townsite.directory.queries import count_all
from townsite.sites.models import Site


@pytest.fixture
def sites(db):
    nation = make_territory("NATL", level="national")
    east, west = (make_territory(c, parent=nation, level="region") for c in ("EAST", "WEST"))
    district = make_territory("E01", parent=east, level="district")
    make_site(territory=district, facility_type="hotel", room_count=80, parking_spaces=40)
    make_site(territory=district, facility_type="medical", name="Quay Clinic")
    make_site(territory=west, facility_type="medical", name="Hidden Clinic")
    make_site(name="Lonely Lot")
    return district


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_regions_are_the_first_fork_with_everything_below(sites):
    found = portfolio()
    assert [(r.code, r.sites) for r in found.regions] == [("EAST", 2), ("WEST", 1), ("none", 1)]
    assert (found.sites, found.rooms, found.parking_spaces) == (4, 80, 40)


def test_each_figure_is_what_the_directory_counts(sites, signed_in):
    context = signed_in().get("/").context
    bars = [bar for breakdown in context["breakdowns"] for bar in breakdown.bars]
    bars += [*context["regions"], *context["missing"], *context["completeness"].bars]
    assert len(bars) > 10
    for bar in bars:
        query = dict(part.split("=", 1) for part in bar.href.partition("?")[2].split("&"))
        from urllib.parse import unquote

        criteria = Criteria.from_query({"q": unquote(query["q"])})
        assert not criteria.problems, bar.href
        assert count_all(criteria) == bar.count, bar.href


def test_merged_sites_are_not_counted(sites):
    first, second = Site.objects.order_by("number")[:2]
    Site.objects.filter(pk=first.pk).update(status="merged", merged_into=second)
    assert portfolio().sites == 3


def test_a_manager_sees_figures_of_own_sites_only(sites, signed_in):
    response = signed_in(role=Role.DISTRICT_MANAGER, territory=sites).get("/")
    assert response.context["portfolio"].sites == 2
    assert [bar.label for bar in response.context["regions"]] == ["Territory E01"]
    assert "Hidden" not in words(response)
    assert "Lonely" not in words(response)


def test_an_empty_portfolio_teaches_the_first_step(db, signed_in):
    page = words(signed_in().get("/"))
    assert "Import a spreadsheet" in page
    assert "/imports/new/" in page


def test_a_reader_without_sites_is_told_whom_to_ask(sites, signed_in):
    user = make_user()
    make_grant(user, Role.FIELD_OPERATIVE, territory=make_territory("EMPTY"))
    page = words(signed_in(user).get("/"))
    assert "No sites within your reach" in page
    assert "/imports/new/" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_page_costs_a_known_number_of_statements(sites, admin, as_person, rf, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from townsite.web.home import views

    with as_person(admin), CaptureQueriesContext(connection) as asked:
        views._figures(portfolio())
        views._news(admin)
    statements = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 9


def test_strangers_are_sent_to_the_door(db, client):
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_the_steps_of_a_job_do_not_crowd_out_the_news(db, signed_in):
    site = make_site(name="Pier Hotel")
    with origin(Origin(job_id="7")):
        record_event(EventType.SITE_CREATED, target=site, by=BY, at=clock.now())
    record_event(EventType.SITE_GEOCODED, target=site, by=BY, at=clock.now())
    headings = [entry.heading for entry in signed_in().get("/").context["events"]]
    assert "Site geocoded" in headings
    assert headings.count("Site created") == 1, "the one of the site's own making"
