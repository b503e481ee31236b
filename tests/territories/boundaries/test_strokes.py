"""Editing keeps the topology: no overlaps, no slivers, nothing lost."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from tests.territories.boundaries.shapes import FIELDS, WHOLE, covered, line
from tests.territories.boundaries.stroke_strategies import code, strokes
from townsite.common.errors import Invalid
from townsite.territories.boundaries.geometry import differs, is_thin
from townsite.territories.boundaries.laying import Lay
from townsite.territories.boundaries.site_ground import GiveSites
from townsite.territories.boundaries.strokes import Cut, Give, MoveBorder, Reshape


def test_an_area_given_is_taken_from_all_who_have_it():
    area = box(-84.5, 32.5, -83.5, 33.5)
    after = Give(area, "NW").on(FIELDS)
    assert not differs(after["NW"], FIELDS["NW"].union(area))
    assert not differs(after["SE"], FIELDS["SE"].difference(area))
    assert not differs(covered(after), WHOLE)


def test_ground_that_nobody_has_is_claimed_only_when_asked():
    area = box(-85.5, 33.2, -84.5, 33.4)
    assert not differs(covered(Give(area, "SW").on(FIELDS)), WHOLE)
    assert not differs(covered(Give(area, "SW", empty_too=True).on(FIELDS)), WHOLE.union(area))


def test_a_moved_border_changes_both_sides():
    new = line((-84.2, 34.1), (-84.3, 33.5), (-84.2, 32.9))
    after = MoveBorder("NW", "NE", new).on(FIELDS)
    assert after["NW"].area < FIELDS["NW"].area
    assert after["NW"].intersection(after["NE"]).area == 0
    assert not differs(after["NW"].union(after["NE"]), FIELDS["NW"].union(FIELDS["NE"]))
    assert after["SW"] is FIELDS["SW"]


def test_a_border_bent_in_the_middle_moves_only_there():
    after = MoveBorder("NW", "NE", line((-84, 33.2), (-83.8, 33.5), (-84, 33.8))).on(FIELDS)
    assert after["NW"].area == pytest.approx(1 + 0.06)
    assert after["NE"].area == pytest.approx(1 - 0.06)


def test_neighbors_follow_a_new_shape():
    after = Reshape("NW", box(-85, 33.2, -83.8, 34)).on(FIELDS)
    assert not differs(after["NW"], box(-85, 33.2, -83.8, 34))
    assert not differs(after["SW"], box(-85, 32, -84, 33.2))
    assert not differs(covered(after), WHOLE)


def test_what_no_neighbor_can_take_stays():
    with pytest.raises(Invalid, match="changes nothing"):
        Reshape("ONE", box(0, 0, 1, 2)).on({"ONE": box(0, 0, 2, 2)})


def test_a_cut_gives_the_smaller_piece_to_another():
    after = Cut("NW", line((-84.8, 32.9), (-84.8, 34.1)), "NEW").on(FIELDS)
    assert after["NEW"].area == pytest.approx(0.2)
    assert after["NW"].area == pytest.approx(0.8)


@pytest.mark.parametrize(
    "stroke",
    [
        Give(box(-84.5, 33, -83.5, 34), "NW"),
        Reshape("NW", box(-85, 33, -83.5, 34)),
    ],
)
def test_a_locked_neighbor_is_left_as_it_was(stroke):
    with pytest.raises(Invalid, match="changes nothing"):
        stroke.on(FIELDS, locked={"NE"})


@pytest.mark.parametrize(
    "stroke",
    [
        Give(box(-84.5, 33, -83.5, 34), "NW"),
        Reshape("NW", box(-85, 33, -83.5, 34)),
        MoveBorder("NW", "NE", line((-84.2, 34.1), (-84.2, 32.9))),
        Cut("NW", line((-84.8, 32.9), (-84.8, 34.1)), "SE"),
    ],
)
def test_a_locked_territory_takes_and_gives_nothing(stroke):
    with pytest.raises(Invalid, match="NW is locked"):
        stroke.on(FIELDS, locked={"NW"})


def test_a_line_that_cuts_nothing_is_refused():
    with pytest.raises(Invalid, match="changes nothing"):
        MoveBorder("NW", "NE", line((-84.8, 33.5), (-84.6, 33.5))).on(FIELDS)
    with pytest.raises(Invalid, match="no border"):
        MoveBorder("A", "B", line((0, 0), (1, 1))).on({"A": box(0, 0, 1, 1), "B": box(3, 3, 4, 4)})


def test_a_territory_that_gave_everything_away_can_be_drawn_anew():
    gone = Give(FIELDS["NE"], "NW").on(FIELDS)
    assert gone["NE"].is_empty
    after = Reshape("NE", FIELDS["NE"]).on(gone)
    assert not differs(after["NE"], FIELDS["NE"])
    assert not differs(covered(after), WHOLE)


def test_sites_bring_the_ground_that_is_nearest_to_them():
    stroke = GiveSites(frozenset({(-84.2, 33.5)}), frozenset({(-84.8, 33.5)}), "NE")
    after = stroke.on(FIELDS)
    assert not differs(after["NW"], box(-85, 33, -84.5, 34))
    assert not differs(covered(after), WHOLE)
    with pytest.raises(Invalid, match="None of these sites"):
        GiveSites(frozenset({(-83.5, 33.5)}), frozenset(), "NE").on(FIELDS)


@settings(max_examples=150, deadline=None)
@given(st.lists(strokes, min_size=1, max_size=6), st.sets(code, max_size=2))
def test_after_any_strokes_nothing_overlaps_and_nothing_is_lost(edits, locked):
    coverage = dict(FIELDS)
    claimed = WHOLE
    for stroke in edits:
        try:
            after = dict(stroke.on(coverage, locked=locked))
        except Invalid:
            continue
        if isinstance(stroke, Reshape):  # a drawn shape may claim empty ground, never lose any
            claimed = shapely.union(claimed, after[stroke.code])
        if isinstance(
            stroke, Lay
        ):  # takes exactly its shape, what it had besides is left to nobody
            (taken,) = stroke.shapes
            given_up = shapely.difference(coverage[taken], after[taken])
            claimed = shapely.union(shapely.difference(claimed, given_up), covered(after))
        coverage = after
    for shape in coverage.values():
        assert shapely.is_valid(shape)
    shapes = [shape for shape in coverage.values() if not shape.is_empty]
    for at, one in enumerate(shapes):
        for other in shapes[at + 1 :]:
            assert is_thin(shapely.intersection(one, other))
    assert not differs(covered(coverage), claimed)
    for each in locked:
        assert coverage[each] is FIELDS[each]
