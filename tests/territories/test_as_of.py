"""The tree and its figures as they stood."""

from datetime import timedelta

import pytest
from shapely.geometry import box

from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.common import clock
from townsite.common.as_of import as_of_moment
from townsite.common.errors import Invalid
from townsite.territories.actions import (
    assign_sites,
    close_territory,
    place_territory,
    publish_boundaries,
    update_territory,
)
from townsite.territories.as_of import territory_tree_at
from townsite.territories.figures import territory_figures
from townsite.territories.queries import flat

pytestmark = pytest.mark.usefixtures("db")


def shown(tops):
    return [(node.path, node.sites, node.revenue_cents) for node in flat(tops)]


def test_the_former_tree_holds_the_sites_it_had(django_assert_num_queries):
    east, west = make_territory("EAST", level="region"), make_territory("WEST", level="region")
    one, two = make_territory("T1", parent=east), make_territory("T2", parent=east)
    site = make_site(territory=one, annual_revenue_cents=100)
    then = clock.now()
    later = then + timedelta(days=10)
    place_territory(territory=one, parent=west, by=BY, at=later)
    assign_sites(site_ids=[site.pk], territory=two, by=BY, at=later)
    with django_assert_num_queries(1):
        tops = territory_tree_at(then)
    assert shown(tops) == [("EAST", 1, 100), ("EAST.T1", 1, 100), ("EAST.T2", 0, 0), ("WEST", 0, 0)]
    assert shown(territory_tree_at(then, sites_now=True)) == [
        ("EAST", 1, 100), ("EAST.T1", 0, 0), ("EAST.T2", 1, 100), ("WEST", 0, 0),
    ]  # fmt: skip
    assert shown(territory_tree_at(later)) == [
        ("EAST", 1, 100), ("EAST.T2", 1, 100), ("WEST", 0, 0), ("WEST.T1", 0, 0),
    ]  # fmt: skip
    assert territory_tree_at(then - timedelta(days=1)) == []


def test_figures_are_those_of_the_shapes_in_force():
    made = {code: make_territory(code, membership="boundary") for code in FIELDS}
    begin = clock.now()
    publish_boundaries(shapes=FIELDS, by=BY, at=begin, reason="first")
    site = make_site(territory=made["NW"], annual_revenue_cents=700, tier="1", status="active")
    then = clock.now()
    later = then + timedelta(days=1)
    publish_boundaries(shapes={"SE": box(-84, 32, -83.5, 33)}, by=BY, at=later, reason="x")
    assign_sites(site_ids=[site.pk], territory=made["SE"], by=BY, at=later)
    past = {each.code: each for each in territory_figures(then, past=True)}
    assert (past["NW"].sites, past["NW"].revenue_cents, past["NW"].tier_1_percent) == (1, 700, 100)
    assert past["SE"].area_km2 == pytest.approx(10_400, rel=0.01)
    same = {each.code: each for each in territory_figures(then, past=True, sites_now=True)}
    assert (same["NW"].sites, same["SE"].sites) == (0, 1)
    now = {each.code: each for each in territory_figures(later)}
    assert now["SE"].area_km2 == pytest.approx(5_200, rel=0.01)
    assert now["SE"].measures.load_percent == 1.0


def test_a_day_means_its_end():
    assert as_of_moment("2026-03-31").isoformat() == "2026-03-31T23:59:59.999999+00:00"
    assert as_of_moment("2026-03-31T12:00:00Z").hour == 12
    assert as_of_moment("") is None
    for text in ("yesterday", "2026-13-01", "9999-12-31", "2026"):
        with pytest.raises(Invalid, match=r"is no date"):
            as_of_moment(text)


def test_every_moment_of_a_long_history_is_counted_right():
    codes = [make_territory(code) for code in ("T1", "T2", "T3")]
    sites = [make_site(annual_revenue_cents=10 ** (3 + n)) for n in range(3)]
    begin = clock.now()
    held = []
    for step in range(7):
        at = begin + timedelta(hours=step)
        moved, taker = sites[step % 3], codes[(step * 2) % 3]
        assign_sites(site_ids=[moved.pk], territory=taker, by=BY, at=at)
        held.append((at, {**(held[-1][1] if held else {}), moved.pk: taker.code}))
    for at, owners in held:
        counted = {node.code: node.sites for node in territory_tree_at(at + timedelta(minutes=1))}
        assert counted == {c.code: list(owners.values()).count(c.code) for c in codes}


def test_the_former_tree_has_the_names_and_states_of_then():
    one, two = make_territory("T1", name="Old name"), make_territory("T2")
    begin = clock.now()
    update_territory(
        territory=one, values={"name": "Newer", "kind": "rural"}, by=BY,
        at=begin + timedelta(days=1),
    )  # fmt: skip
    update_territory(territory=one, values={"name": "Newest"}, by=BY, at=begin + timedelta(days=2))
    close_territory(territory=two, by=BY, at=begin + timedelta(days=2), reason="merged")
    then = {node.code: node for node in territory_tree_at(begin)}
    assert (then["T1"].name, then["T1"].kind, then["T2"].status) == (
        "Old name", "regional", "active",
    )  # fmt: skip
    between = {node.code: node for node in territory_tree_at(begin + timedelta(days=1, hours=1))}
    assert (between["T1"].name, between["T1"].kind) == ("Newer", "rural")
    now = {node.code: node for node in territory_tree_at(begin + timedelta(days=3))}
    assert (now["T1"].name, now["T2"].status) == ("Newest", "inactive")


def test_the_former_map_shows_what_was_closed_since_and_the_place_it_had():
    east, west = make_territory("EAST", level="region"), make_territory("WEST", level="region")
    made = {code: make_territory(code, parent=east, membership="boundary") for code in FIELDS}
    begin = clock.now()
    publish_boundaries(shapes=FIELDS, by=BY, at=begin, reason="first")
    later = begin + timedelta(days=1)
    place_territory(territory=made["NW"], parent=west, by=BY, at=later)
    close_territory(territory=made["SE"], by=BY, at=later, reason="gone")
    past = {each.code: each for each in territory_figures(begin, past=True)}
    assert "SE" in past
    assert past["NW"].group_code == "EAST"
    now = {each.code: each for each in territory_figures(later)}
    assert "SE" not in now
    assert now["NW"].group_code == "WEST"


def test_figures_of_then_count_what_moved_since():
    made = {code: make_territory(code, membership="boundary") for code in FIELDS}
    begin = clock.now()
    publish_boundaries(shapes=FIELDS, by=BY, at=begin, reason="first")
    sites = [
        make_site(territory=made["NW"], annual_revenue_cents=100 * n, tier="1", status="active")
        for n in (1, 2)
    ]
    then = clock.now()
    for hours, home in ((1, "SE"), (2, "SW"), (3, "NW"), (4, "SE")):
        at = then + timedelta(hours=hours)
        assign_sites(site_ids=[sites[0].pk], territory=made[home], by=BY, at=at)
    for minutes, home in ((30, "NW"), (90, "SE"), (150, "SW"), (210, "NW"), (270, "SE")):
        at = then + timedelta(minutes=minutes)
        counted = {each.code: each for each in territory_figures(at, past=True)}
        expected = dict.fromkeys(FIELDS, 0) | {"NW": 1}
        expected[home] += 1
        assert {code: each.sites for code, each in counted.items()} == expected
        assert sum(each.revenue_cents for each in counted.values()) == 300
