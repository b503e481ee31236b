"""Building from states, counties and ZIP areas."""

import itertools

import pytest
import shapely
from django.conf import settings as django_settings

from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.territories.boundaries.edit import Edit
from townsite.territories.boundaries.geometry import differs, is_thin
from townsite.territories.boundaries.reading_strokes import read_stroke, units_given
from townsite.territories.boundaries.units import ATLAS, UnitKind, states, units_named

pytestmark = pytest.mark.skipif(
    not (django_settings.ROOT / ATLAS).exists(),
    reason="the atlas of counties is an npm package: run npm ci in frontend/",
)
ATLANTA = shapely.Point(-84.39, 33.75)


def test_states_and_counties_are_known_by_code_and_name():
    assert units_named(UnitKind.STATE, ["ga"])["ga"].name == "Georgia"
    fulton = units_named(UnitKind.COUNTY, ["13121", "fulton, ga"])
    assert fulton["13121"] == fulton["fulton, ga"]
    assert fulton["13121"].shape.contains(ATLANTA)


def test_unknown_codes_are_all_named():
    with pytest.raises(Invalid, match=r"No such counties: 99999, Nowhere, GA\."):
        units_named(UnitKind.COUNTY, ["13121", "99999", "Nowhere, GA"])


def test_zip_areas_divide_their_state_without_overlap(db):
    found = units_named(UnitKind.ZIP, ["30303", "30308", "30309"])
    shapes = [unit.shape for unit in found.values()]
    assert found["30303"].state == "GA"
    assert all(is_thin(a.intersection(b)) for a, b in itertools.pairwise(shapes))
    assert shapely.union_all(shapes).within(states()["GA"].shape.buffer(1e-6))
    with pytest.raises(Invalid, match="00000"):
        units_named(UnitKind.ZIP, ["00000"])


def test_units_given_cover_ground_that_nobody_had():
    after = units_given(UnitKind.STATE, ["GA", "FL"], "SOUTH").on({})
    after = units_given(UnitKind.COUNTY, ["Fulton, GA"], "CITY").on(after)
    assert after["CITY"].contains(ATLANTA)
    assert not differs(
        shapely.union(after["CITY"], after["SOUTH"]),
        shapely.union(states()["GA"].shape, states()["FL"].shape),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "cannot be read"),
        ('{"strokes": [{"kind": "paint"}]}', "no stroke “paint”"),
        ('{"strokes": [{"kind": "give", "to": "T1"}]}', "lacks a part"),
        (
            '{"strokes": [{"kind": "cut", "code": "A", "to": "B", "line": [[1, 2]]}]}',
            "lacks a part",
        ),
        ('{"strokes": [{"kind": "give", "to": "T1", "ring": [[0,0],[1,0],[1,999]]}]}', "no point"),
    ],
)
def test_an_edit_that_cannot_be_read_is_refused(text, words):
    with pytest.raises(Invalid, match=words):
        Edit.read(text, at=clock.now())


def test_a_table_of_units_makes_territories():
    rows = [["NORTH", "13121"], ["NORTH", "13089"], ["COAST", "Chatham, GA"]]
    given = {"kind": "assemble", "unit": "county", "rows": rows}
    after = read_stroke(given, at=clock.now()).on({"OLD": states()["GA"].shape})
    fulton = units_named(UnitKind.COUNTY, ["13121"])["13121"].shape
    assert set(after) == {"OLD", "NORTH", "COAST"}
    assert shapely.contains(after["NORTH"], ATLANTA)
    assert is_thin(after["OLD"].intersection(fulton))
    with pytest.raises(Invalid, match=r"two territories: 13121 \(NORTH and COAST\)"):
        read_stroke({**given, "rows": [*rows, ["COAST", "13121"]]}, at=clock.now())
