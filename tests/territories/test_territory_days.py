"""Figures of territories by day: kept with the structure of the day, and around a change."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from townsite.common import clock
from townsite.territories.actions import (
    appoint,
    assign_sites,
    place_territory,
    reassign_sites,
    record_day,
)
from townsite.territories.choices import PostRole
from townsite.territories.days.queries import effect_of, figures_by_day
from townsite.territories.models import TerritoryDay

pytestmark = pytest.mark.usefixtures("db")
HERE = Point(-76.29, 36.85, srid=4326)
DAY = dt.timedelta(days=1)


@pytest.fixture
def pair():
    """Three sites in A and one in B, both under EAST."""
    east = make_territory("EAST", level="region")
    a, b = (make_territory(code, parent=east, center=HERE, capacity_limit=4) for code in "AB")
    sites = [
        make_site(territory=at, status="active", location=HERE, annual_revenue_cents=10_000)
        for at in (a, a, a, b)
    ]
    return east, a, b, sites


def test_a_day_keeps_load_limit_revenue_drives_and_who_held_the_posts(pair):
    _, a, _, _ = pair
    appoint(
        territory=a, role=PostRole.BACKUP, holder=None, holder_label="Kim Example", by=BY,
        at=clock.now(),
    )  # fmt: skip
    assert record_day(at=clock.now()) == 2
    row = TerritoryDay.objects.get(territory=a)
    assert (row.sites, row.load, row.limit, row.revenue_cents) == (3, 3.0, 4.0, 30_000)
    assert (row.drives, row.drive_minutes, row.longest_minutes) == (3, 0, 0)
    assert (row.path, row.backup_label, row.manager_label) == ("EAST.A", "Kim Example", "")


def test_measuring_a_day_again_renews_its_figures(pair):
    now = clock.now()
    record_day(at=now)
    assign_sites(site_ids=[make_site(status="active").pk], territory=pair[2], by=BY, at=now)
    record_day(at=now)
    assert TerritoryDay.objects.get(territory=pair[2]).sites == 2
    assert TerritoryDay.objects.count() == 2


def test_sums_follow_the_tree_of_the_day_not_todays(pair):
    _, a, _, _ = pair
    now = clock.now()
    record_day(at=now)
    west = make_territory("WEST", level="region")
    place_territory(territory=a, parent=west, by=BY, at=now + DAY / 2)
    record_day(at=now + DAY)
    today, next_day = now.date(), (now + DAY).date()
    east = figures_by_day(first=today, last=next_day, path="EAST")
    assert [(row.day, row.sites) for row in east] == [(today, 4), (next_day, 1)]


def test_balance_is_the_most_sites_over_the_mean(pair):
    record_day(at=clock.now())
    today = clock.now().date()
    row = figures_by_day(first=today, last=today)[0]
    assert row.balance == pytest.approx(3 / 2)
    assert row.spread == pytest.approx(3 / 4 - 1 / 4)
    assert row.used == pytest.approx(4 / 8)


def test_an_effect_needs_figures_from_before_and_after(pair):
    _, _, b, sites = pair
    now = clock.now()
    assert effect_of(now) is None
    record_day(at=now)
    assert effect_of(now + DAY / 2) is None
    reassign_sites(targets={sites[0].pk: b.pk}, by=BY, at=now + DAY / 2)
    record_day(at=now + DAY)
    effect = effect_of(now + DAY / 2)
    assert effect is not None
    assert (effect.before.balance, effect.after.balance) == (1.5, 1.0)
    assert effect.newest == effect.after
