from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import BY, make_site
from tests.sites.geocoder_stand_in import StandIn, stand_in
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Unavailable
from townsite.jobs.progress import Progress
from townsite.sites.actions.better_points import better_points, rough_sites
from townsite.sites.models import Site
from townsite.sites.providers import Provider, provider_from
from townsite.sites.tasks import better_rough_points

NORFOLK = (36.8465, -76.2921)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in() as running:
        yield running


@pytest.fixture
def provider(server: StandIn) -> Provider:
    found = provider_from(f"nominatim:{server.url}")
    assert found
    return found


@pytest.fixture
def rough(db: None) -> Site:
    """A site that stands on its ZIP code's center."""
    site = make_site(location=None)
    assert site.geocode_quality == "zip"
    return site


def test_a_rough_point_becomes_the_providers(
    rough: Site, server: StandIn, provider: Provider
) -> None:
    server.nominatim(*NORFOLK)
    assert better_points(provider=provider, limit=10, by=BY, at=clock.now()) == 1
    version = rough.version
    rough.refresh_from_db()
    assert (rough.geocode_source, rough.geocode_quality) == ("provider", "exact")
    assert rough.location
    assert rough.location.coords == (NORFOLK[1], NORFOLK[0])
    assert rough.version == version + 1
    event = Event.objects.filter(site_id=rough.pk, type="site.geocoded").get()
    assert event.changes["geocode_quality"] == ["zip", "exact"]
    assert event.changes["location"][1] == [-76.2921, 36.8465]


def test_exact_points_and_sites_without_a_street_are_not_asked_for(
    db: None, server: StandIn, provider: Provider
) -> None:
    make_site()
    make_site(location=None, street1="")
    assert better_points(provider=provider, limit=10, by=BY, at=clock.now()) == 0
    assert not server.asked


def test_what_the_provider_does_not_know_stays(
    rough: Site, server: StandIn, provider: Provider
) -> None:
    server.body = []
    assert better_points(provider=provider, limit=10, by=BY, at=clock.now()) == 0
    rough.refresh_from_db()
    assert rough.geocode_quality == "zip"
    assert not Event.objects.filter(type="site.geocoded").exists()


def test_a_provider_that_is_down_is_left_alone(
    db: None, server: StandIn, provider: Provider
) -> None:
    for _ in range(5):
        make_site(location=None)
    server.status = 503
    with pytest.raises(Unavailable, match="3 times in a row"):
        better_points(provider=provider, limit=10, by=BY, at=clock.now())
    assert len(server.asked) == 3


def test_the_order_changes_from_day_to_day(db: None) -> None:
    for _ in range(12):
        make_site(location=None)
    today = clock.now()
    orders = [
        list(rough_sites(at=today + timedelta(days=days)).values_list("pk", flat=True))
        for days in (0, 0, 1)
    ]
    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert set(orders[0]) == set(orders[2])


def test_the_job_does_nothing_without_a_provider(rough: Site, settings: Any) -> None:
    settings.TOWNSITE_GEOCODER = ""
    assert better_rough_points(Progress(by=BY, at=clock.now())) == {"bettered": 0}


def test_the_job_reports_how_far_it_is(rough: Site, server: StandIn, settings: Any) -> None:
    server.nominatim(*NORFOLK)
    settings.TOWNSITE_GEOCODER = f"nominatim:{server.url}"
    progress = Progress(by=BY, at=clock.now())
    assert better_rough_points(progress) == {"bettered": 1}
    assert (progress.report.done, progress.report.total) == (1, 1)
