"""Shapes grown from assigned sites."""

import pytest
import shapely
from django.conf import settings as django_settings
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from townsite.common import clock
from townsite.territories.actions import publish_boundaries
from townsite.territories.boundaries.geometry import differs, is_thin
from townsite.territories.boundaries.growing import grow, grown_from_sites
from townsite.territories.boundaries.units import ATLAS, states
from townsite.territories.models import Boundary

pytestmark = pytest.mark.skipif(
    not (django_settings.ROOT / ATLAS).exists(),
    reason="the atlas of counties is an npm package: run npm ci in frontend/",
)
ATLANTA, SAVANNAH, DECATUR = (-84.39, 33.75), (-81.1, 32.08), (-84.37, 33.77)


def test_territories_divide_the_land_of_their_states():
    grown = grow(["NORTH", "COAST"], [ATLANTA, SAVANNAH])
    north, coast = grown.shapes["NORTH"], grown.shapes["COAST"]
    assert is_thin(north.intersection(coast))
    assert not differs(shapely.union(north, coast), states()["GA"].shape)
    assert north.contains(shapely.Point(ATLANTA))
    assert shapely.get_num_geometries(north) == 1


def test_a_county_that_two_share_is_divided_between_them():
    grown = grow(["WEST", "EAST"], [ATLANTA, DECATUR])
    for code, point in (("WEST", ATLANTA), ("EAST", DECATUR)):
        assert grown.shapes[code].contains(shapely.Point(point))


def test_points_out_at_sea_are_counted_not_covered():
    grown = grow(["A", "A"], [ATLANTA, (0.0, 0.0)])
    assert grown.outside == 1
    assert grow([], []).shapes == {}


def test_one_click_gives_districts_their_shapes(db):
    north, coast = make_territory("NORTH"), make_territory("COAST")
    make_site(territory=north, location=Point(*ATLANTA, srid=4326))
    make_site(territory=coast, location=Point(*SAVANNAH, srid=4326))
    grown = grown_from_sites(clock.now())
    done = publish_boundaries(
        shapes=grown.shapes, by=BY, at=clock.now(), reason="first map", by_boundary=True
    )
    assert (len(done.boundaries), done.sites_moved) == (2, 0)
    assert Boundary.objects.count() == 2
    north.refresh_from_db()
    assert north.membership == "boundary"
