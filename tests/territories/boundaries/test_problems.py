"""Overlaps are errors, gaps warnings with the sites in them."""

import pytest
import shapely
from django.conf import settings
from django.contrib.gis.geos import Point
from shapely.geometry import box

from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.common import clock
from townsite.territories.actions import set_boundaries
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.geometry import to_geos
from townsite.territories.boundaries.problems import boundary_problems, gaps_in
from townsite.territories.boundaries.units import ATLAS, states

pytestmark = pytest.mark.usefixtures("db")


def test_enclosed_ground_that_nobody_covers_is_a_gap_with_its_sites():
    hole = box(-84.2, 32.8, -83.9, 33.2)
    shapes = {make_territory(c): to_geos(s.difference(hole)) for c, s in FIELDS.items()}
    site = make_site(location=Point(-84.1, 33.1, srid=4326))
    make_site(location=Point(-84.5, 33.5, srid=4326))
    set_boundaries(shapes=shapes, by=BY, at=clock.now())
    (gap,) = (each for each in boundary_problems(clock.now()) if each.sites)
    assert (gap.kind, gap.severity, gap.sites, gap.site_numbers) == (
        "gap",
        "warning",
        1,
        [site.number],
    )
    assert gap.area_km2 == pytest.approx(1_242, rel=0.02)
    assert gap.feature()["geometry"]["type"] == "Polygon"


def test_a_coverage_without_holes_has_no_gap():
    assert gaps_in({"A": box(0, 0, 1, 1), "B": box(1, 0, 2, 1)}) == []


def test_the_rest_of_a_state_covered_in_part_is_a_gap():
    if not (settings.ROOT / ATLAS).exists():
        pytest.skip("the atlas of counties is an npm package: run npm ci in frontend/")
    site = make_site(location=Point(-81.1, 32.08, srid=4326))
    rest = gaps_in({"NORTH": states()["GA"].shape.intersection(box(-90, 33, -80, 36))})
    assert max(rest, key=lambda gap: gap.area_km2).site_numbers == [site.number]
    assert gaps_in({"ALL": states()["GA"].shape}) == []


def test_only_the_innermost_shapes_make_the_coverage():
    east = make_territory("EAST", level="region")
    inner = make_territory("T1", parent=east)
    at = clock.now()
    set_boundaries(
        shapes={east: to_geos(box(0, 0, 3, 3)), inner: to_geos(box(0, 0, 1, 1))}, by=BY, at=at
    )
    assert list(coverage_at(at)) == ["T1"]
    assert shapely.equals(coverage_at(at)["T1"], box(0, 0, 1, 1))
