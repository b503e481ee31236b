"""The nearest sites to a point, in true order, within reach."""

import pytest
from django.contrib.gis.geos import Point

from tests.factories import make_grant, make_site, make_territory, make_user
from townsite.access.choices import Role
from townsite.access.queries import scope_of
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.common.scope import NOBODY, Scope, scoped
from townsite.directory.criteria import Criteria
from townsite.directory.nearby import nearest_sites
from townsite.sites.actions import create_site

ALL = Scope.system("test")


def site_at(lon: float, lat: float, **fields):
    return make_site(location=Point(lon, lat, srid=4326), **fields)


def nearest(lon: float, lat: float, scope: Scope = ALL, query: str = "", limit: int = 20):
    return nearest_sites(lon, lat, scope=scope, criteria=Criteria.parse(query), limit=limit)


def test_the_order_is_by_true_distance_where_the_flat_map_misleads(db):
    # Far north the flat map stretches: 2 degrees of longitude there are nearer than 1 of latitude.
    east, south = site_at(22.0, 70.0), site_at(20.0, 69.0)
    found = nearest(20.0, 70.0)
    assert [near.site_id for near in found] == [east.pk, south.pk]
    # One degree of latitude is about 111.5 km there, two of longitude about 76.4 km.
    assert [round(near.metres / 1000) for near in found] == [76, 112]


def test_only_matching_sites_with_a_point_and_no_more_than_asked(db):
    for step in range(5):
        site_at(-76 + step, 36, facility_type="hotel", room_count=9)
    site_at(-76, 36, facility_type="medical")
    assert len(nearest(-76, 36, limit=3)) == 3
    assert len(nearest(-76, 36, query="type:hotel")) == 5
    assert nearest(-76, 36, query="type:medical")[0].metres == pytest.approx(0)


@pytest.mark.parametrize("small_part", [0, 1e9], ids=["walking outwards", "own sites first"])
def test_a_manager_is_told_of_every_own_site_once(db, as_person, monkeypatch, small_part):
    # A table never analyzed has -1 as its estimate.
    monkeypatch.setattr("townsite.directory.nearby.SMALL_PART", -small_part)
    own, other = make_territory("OWN"), make_territory("OTHER")
    mine = [site_at(-80 + step, 40, territory=own) for step in range(3)]
    site_at(-76, 36, territory=other)
    granted = site_at(-77, 36, territory=other)
    manager = make_user()
    make_grant(manager, Role.DISTRICT_MANAGER, territory=own)
    make_grant(manager, Role.FIELD_OPERATIVE, site=granted)
    make_grant(manager, Role.FIELD_OPERATIVE, site=mine[0])
    draft = create_site(
        values={"name": "New", "facility_type": "other", "location": Point(-76, 36.5, srid=4326)},
        by=manager,
        at=clock.now(),
    )
    scope = scope_of(manager, at=clock.now())
    with as_person(manager):
        found = [near.site_id for near in nearest(-76, 36, scope)]
    assert found[:2] == [draft.pk, granted.pk]
    assert sorted(found) == sorted([draft.pk, granted.pk, *(site.pk for site in mine)])


def test_nobody_is_near_nothing(db):
    site_at(-76, 36)
    with scoped(NOBODY):
        assert nearest(-76, 36, NOBODY) == []


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 90), (float("nan"), 0)])
def test_a_point_off_the_earth_is_refused(db, lon, lat):
    with pytest.raises(Invalid, match="There is no point"):
        nearest(lon, lat)
