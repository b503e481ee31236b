"""Setting boundaries: several in one go, none overlapping, refused as one."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError, connection, transaction

from tests.factories import BY, make_grant, make_territory, make_user
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Forbidden, Invalid
from townsite.common.periods import since
from townsite.territories.actions import set_boundaries, set_boundary
from townsite.territories.errors import BoundariesOverlap
from townsite.territories.models import Boundary

pytestmark = pytest.mark.usefixtures("db")
AT = clock.now()


def square(west, south, east, north):
    return Polygon.from_bbox((west, south, east, north))


def test_a_border_moves_on_both_sides_at_once():
    one, two = make_territory("T1"), make_territory("T2")
    set_boundaries(shapes={one: square(0, 0, 1, 1), two: square(1, 0, 2, 1)}, by=BY, at=AT)
    later = AT + timedelta(days=1)
    made = set_boundaries(
        shapes={one: square(0, 0, 1.5, 1), two: square(1.5, 0, 2, 1)},
        by=BY,
        at=later,
        reason="swap",
    )
    assert [each.version for each in made] == [2, 2]
    assert Boundary.objects.filter(valid_during__contains=AT).count() == 2
    told = Event.objects.filter(type="territory.boundary_set", reason="swap")
    assert [event.changes for event in told] == [{"boundary_version": [1, 2]}] * 2


def test_an_overlap_of_peers_is_refused_with_its_size_and_nothing_changes():
    one, two = make_territory("T1"), make_territory("T2")
    set_boundary(territory=one, geometry=square(0, 0, 1, 1), by=BY, at=AT)
    with pytest.raises(BoundariesOverlap, match=r"T1 and T2 overlap by 6,1\d\d\.\d\d km²"):
        set_boundary(territory=two, geometry=square(0.5, 0, 2, 1), by=BY, at=AT)
    assert Boundary.objects.count() == 1


def test_a_parent_lies_over_what_is_below_it():
    east = make_territory("EAST", level="region")
    inner = make_territory("T1", parent=east)
    set_boundaries(shapes={east: square(0, 0, 2, 2), inner: square(0, 0, 1, 1)}, by=BY, at=AT)
    assert Boundary.objects.count() == 2


def test_borders_rounded_apart_are_no_overlap():
    one, two = make_territory("T1"), make_territory("T2")
    set_boundary(territory=one, geometry=square(0, 0, 1.0000004, 1), by=BY, at=AT)
    assert set_boundary(territory=two, geometry=square(1, 0, 2, 1), by=BY, at=AT).version == 1


def test_the_database_itself_refuses_an_overlap():
    one, two = make_territory("T1"), make_territory("T2")
    set_boundary(territory=one, geometry=square(0, 0, 1, 1), by=BY, at=AT)
    shape = MultiPolygon(square(0.5, 0, 2, 1))
    Boundary.objects.create(territory=two, geometry=shape, valid_during=since(AT))
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="T2 and T1 overlap"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


def test_a_hidden_neighbor_is_not_overlapped_either(as_person):
    mine, hidden = make_territory("MINE"), make_territory("HIDDEN")
    set_boundary(territory=hidden, geometry=square(0, 0, 1, 1), by=BY, at=AT)
    person = make_user()
    make_grant(person, Role.TERRITORY_ADMIN, territory=mine)
    with as_person(person), pytest.raises(BoundariesOverlap, match="outside your reach"):
        set_boundary(territory=mine, geometry=square(0.5, 0, 2, 1), by=BY, at=AT)
    with as_person(person), pytest.raises(Forbidden, match="HIDDEN"):
        set_boundary(
            territory=hidden, geometry=square(5, 0, 6, 1), by=BY, at=AT + timedelta(days=1)
        )
    assert Boundary.objects.count() == 1


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (Polygon(((0, 0), (1, 1), (1, 0), (0, 1), (0, 0))), "Self-intersection"),
        (Point(0, 0), "polygon or multipolygon"),
    ],
)
def test_what_is_no_valid_area_is_refused(shape, words):
    with pytest.raises(Invalid, match=words):
        set_boundary(territory=make_territory("T1"), geometry=shape, by=BY, at=AT)
    assert not Boundary.objects.exists()


def test_a_date_before_the_present_boundary_is_refused():
    one = make_territory("T1")
    set_boundary(territory=one, geometry=square(0, 0, 1, 1), by=BY, at=AT)
    with pytest.raises(Conflict, match="T1 has a boundary"):
        set_boundary(territory=one, geometry=square(0, 0, 2, 1), by=BY, at=AT - timedelta(days=1))
    assert Boundary.objects.count() == 1
