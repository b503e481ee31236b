"""Sites follow the borders they lay within."""

from datetime import timedelta

import pytest
import shapely
from django.contrib.gis.geos import Point
from shapely.geometry import box

from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid, NotFound
from townsite.territories.actions import publish_boundaries
from townsite.territories.boundaries.edit import Edit
from townsite.territories.boundaries.preview import effects
from townsite.territories.models import Boundary

pytestmark = pytest.mark.usefixtures("db")
NEAR_THE_BORDER = Point(-84.1, 33.5, srid=4326)
MOVE = '{"strokes": [{"kind": "move_border", "one": "NW", "other": "NE", "line": [[-84.2, 34.1], [-84.2, 32.9]]}]}'


@pytest.fixture
def fields():
    """The four fields as territories by code, with their boundaries."""
    made = {code: make_territory(code, membership="boundary") for code in FIELDS}
    publish_boundaries(shapes=FIELDS, by=BY, at=clock.now(), reason="first")
    return made


def test_a_moved_border_takes_its_sites_along(fields, django_assert_num_queries):
    moves = make_site(territory=fields["NW"], location=NEAR_THE_BORDER, annual_revenue_cents=500)
    stays = make_site(territory=fields["NW"], location=Point(-84.8, 33.5, srid=4326))
    by_hand = make_site(territory=fields["SE"], location=NEAR_THE_BORDER)
    at = clock.now()
    shapes = Edit.read(MOVE, at=at).changed(at=at)
    assert set(shapes) == {"NW", "NE"}
    with django_assert_num_queries(2):
        gains, loses = effects(shapes, at=at)
    assert (gains.code, gains.sites_after, gains.revenue_after_cents) == ("NE", 1, 500)
    assert (loses.code, loses.sites_before, loses.sites_after) == ("NW", 2, 1)
    done = publish_boundaries(shapes=shapes, by=BY, at=at, reason="shorter way")
    assert done.sites_moved == 1
    for site, code in ((moves, "NE"), (stays, "NW"), (by_hand, "SE")):
        site.refresh_from_db()
        assert site.territory_path == code
    assert Event.objects.filter(type="site.assigned", reason="shorter way").count() == 1


def test_sites_of_a_list_stay(fields):
    fields["NW"].membership = "list"
    fields["NW"].save()
    site = make_site(territory=fields["NW"], location=NEAR_THE_BORDER)
    shapes = Edit.read(MOVE, at=clock.now()).changed(at=clock.now())
    assert publish_boundaries(shapes=shapes, by=BY, at=clock.now(), reason="x").sites_moved == 0
    site.refresh_from_db()
    assert site.territory_path == "NW"


@pytest.mark.parametrize(
    ("shapes", "reason", "error"),
    [
        ({}, "why", Invalid),
        ({"NW": box(-86, 33, -84, 34)}, " ", Invalid),
        ({"NOPE": box(-86, 33, -85, 34)}, "why", NotFound),
        ({"NW": shapely.MultiPolygon()}, "why", Invalid),
    ],
)
def test_a_refused_edit_changes_nothing(fields, shapes, reason, error):
    with pytest.raises(error):
        publish_boundaries(
            shapes=shapes, by=BY, at=clock.now() + timedelta(seconds=1), reason=reason
        )
    assert Boundary.objects.count() == 4
