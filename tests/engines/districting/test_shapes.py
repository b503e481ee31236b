import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from engines.districting import BadInput, shapes_of

PLACE = st.tuples(st.integers(0, 9).map(float), st.integers(0, 9).map(float))
SITES = st.lists(st.tuples(PLACE, st.integers(0, 2)), min_size=1, max_size=25)
COAST = shapely.Point(5, 5).buffer(4)


@given(SITES)
def test_shapes_cover_the_land_once(sites):
    places, territory = [place for place, _ in sites], [j for _, j in sites]
    shapes = shapes_of(places, territory, 3, within=COAST)
    assert shapely.union_all(shapes).symmetric_difference(COAST).area < 1e-6 * COAST.area
    for one, other in itertools.combinations(shapes, 2):
        assert one.intersection(other).area < 1e-9


@given(SITES)
def test_a_site_with_a_place_of_its_own_lies_in_its_territory(sites):
    places, territory = [place for place, _ in sites], [j for _, j in sites]
    shapes = shapes_of(places, territory, 3)
    for place, j in sites:
        if places.count(place) == 1:
            assert shapes[j].distance(shapely.Point(place)) < 1e-9


def test_two_sites_share_the_ground_between_them():
    west, east = shapes_of([(0, 0), (10, 0)], [0, 1], 2, within=shapely.box(-5, -5, 15, 5))
    assert west.equals(shapely.box(-5, -5, 5, 5))
    assert east.equals(shapely.box(5, -5, 15, 5))


def test_a_place_of_several_sites_goes_to_most_of_them():
    shapes = shapes_of([(0, 0), (0, 0), (0, 0), (9, 9)], [1, 0, 1, 0], 3)
    assert shapes[1].contains(shapely.Point(0, 0))
    assert shapes[2].is_empty


def test_units_are_dissolved_and_cut_by_the_coast():
    units = [shapely.box(i, 0, i + 1, 1) for i in range(4)]
    land = shapely.box(0, 0, 3.5, 1)
    shapes = shapes_of(np.zeros((4, 2)), [0, 0, 1, 1], 2, units=units, within=land)
    assert shapes[0].equals(shapely.box(0, 0, 2, 1))
    assert shapes[1].equals(shapely.box(2, 0, 3.5, 1))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (([(0, 0)], [0, 1], 2), "shape"),
        (([(0, 0)], [4], 2), "does not exist"),
        (([(np.nan, 0)], [0], 2), "no finite number"),
    ],
)
def test_what_does_not_belong_together_is_refused(given, words):
    with pytest.raises(BadInput, match=words):
        shapes_of(*given)
