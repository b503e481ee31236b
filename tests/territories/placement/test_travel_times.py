"""Drives by a router: labelled, kept by pair, asked anew when a point moves, never required."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_site, make_territory
from tests.territories.placement.router_stand_in import stand_in
from townsite.common import clock
from townsite.sites.models import Site
from townsite.territories.models import TravelTime
from townsite.territories.placement.proposals import propose

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)


@pytest.fixture
def server(settings):
    with stand_in() as running:
        running.seconds = [1800]
        settings.TOWNSITE_ROUTER = f"osrm:{running.url}"
        yield running


@pytest.fixture
def site():
    make_territory("T1", center=Point(-76.5, 36.85, srid=4326))
    return make_site(location=HERE)


def first(site):
    [result] = propose([site.pk], at=clock.now()).results
    return result


def test_the_routers_drive_counts_and_is_labelled(server, site):
    best = first(site).best
    assert (best.minutes, best.metres, best.travel_source) == (30, 36_000, "OSRM")


def test_a_pair_is_asked_once(server, site):
    first(site)
    assert first(site).best.travel_source == "OSRM"
    assert len(server.asked) == 1
    assert TravelTime.objects.get().source == "OSRM"


def test_a_moved_site_is_asked_anew_and_replaces_the_old_drive(server, site):
    first(site)
    Site.objects.filter(pk=site.pk).update(location=Point(-76.3, 36.9, srid=4326))
    server.seconds = [600]
    assert first(site).best.minutes == 10
    assert TravelTime.objects.get().seconds == 600


def test_where_no_road_leads_nothing_is_near(server, site):
    server.seconds = [None]
    best = first(site).best
    assert best.parts["proximity"] == 0
    assert "R-02" in [each.rule for each in best.objections]


def test_a_failing_router_leaves_the_estimate_and_says_so(server, site):
    server.status = 503
    result = first(site)
    assert result.best.travel_source == "estimate"
    assert "OSRM could not be asked" in result.notice
    assert not TravelTime.objects.exists()


def test_many_sites_use_kept_drives_and_ask_for_none(server, site):
    first(site)
    others = [make_site(location=HERE).pk for _ in range(6)]
    run = propose([site.pk, *others], at=clock.now())
    assert [r.best.travel_source for r in run.results] == ["OSRM", *["estimate"] * 6]
    assert len(server.asked) == 1
