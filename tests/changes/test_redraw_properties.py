"""Whatever is drawn, published and reverted: no two boundaries ever overlap, and sites follow."""

import pytest
import shapely
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.changes.world import PUBLISHER, publish
from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS, WHOLE, covered
from tests.territories.boundaries.stroke_strategies import keeping_ground
from townsite.changes.actions import propose_boundaries, revert_change_set
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.sites.models import Site
from townsite.territories.actions import publish_boundaries
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.edit import Edit
from townsite.territories.boundaries.geometry import THIN, differs
from townsite.territories.boundaries.problems import overlaps_at

AXIS = (-84.9, -84.3, -83.7, -83.1)


@pytest.fixture
def fields(admin):
    """The four fields in force with sixteen sites on a grid, four in each."""
    made = {code: make_territory(code, membership="boundary") for code in FIELDS}
    publish_boundaries(shapes=FIELDS, by=BY, at=clock.now(), reason="first")
    for x in AXIS:
        for y in (-0.9, -0.3, 0.3, 0.9):
            point = Point(x, 33 + y, srid=4326)
            code = ("N" if y > 0 else "S") + ("W" if x < -84 else "E")
            make_site(territory=made[code], location=point)
    return admin


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example is rolled back
)
@given(st.lists(st.tuples(keeping_ground, st.booleans()), min_size=1, max_size=4))
def test_published_boundaries_never_overlap_and_hold_their_sites(fields, edits):
    with transaction.atomic():
        for stroke, is_reverted in edits:
            row = kept(fields, stroke)
            check()
            if row and is_reverted:
                revert_change_set(change_set=row, by=PUBLISHER, at=clock.now(), reason="x")
                check()
        transaction.set_rollback(True)


def kept(author, stroke):
    """The published change set of a stroke; None when it is refused, and then nothing changed."""
    before = coverage_at(clock.now())
    try:
        with transaction.atomic():
            shapes = Edit([stroke]).changed(at=clock.now())
            given = {"title": "T", "reason": "R", "by": author, "at": clock.now()}
            return publish(propose_boundaries(shapes=shapes, **given))
    except Problem:
        after = coverage_at(clock.now())
        assert {code: shape.wkb for code, shape in after.items()} == {
            code: shape.wkb for code, shape in before.items()
        }
        return None


def check():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    at = clock.now()
    assert overlaps_at(at) == []
    coverage = coverage_at(at)
    assert not differs(covered(coverage), WHOLE.union(covered(coverage)))
    for number, path, point in Site.objects.values_list("number", "territory_path", "location"):
        here = shapely.points(point.x, point.y)
        assert shapely.dwithin(coverage[path], here, THIN), (number, path)
