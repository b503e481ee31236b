from collections import Counter
from datetime import date
from itertools import islice

import pytest

from demo.geography import geography
from demo.large_tree import LargeTree, large_tree
from demo.stream import MOST, Streamed, stream

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def tree() -> LargeTree:
    return large_tree(geography().zips, 500, seed=1)


def some(count: int, tree: LargeTree, *, seed: int = 1, of: int = 20_000) -> list[Streamed]:
    return list(islice(stream(of, seed=seed, land=geography(), tree=tree, today=TODAY), count))


def test_the_same_seed_streams_the_same_sites(tree: LargeTree) -> None:
    assert some(300, tree) == some(300, tree)
    assert some(1_000, tree)[-1].site.name != some(1_000, tree, seed=2)[-1].site.name


def test_a_longer_stream_begins_like_a_shorter_one(tree: LargeTree) -> None:
    short = [row.site for row in some(10_000, tree, of=10_000)]
    assert [row.site for row in some(10_000, tree, of=20_000)] == short


def test_numbers_rise_and_a_million_fit_into_six_digits(tree: LargeTree) -> None:
    assert [row.site.number for row in some(3, tree)] == ["0001", "0002", "0003"]
    assert some(1, tree, of=MOST)[0].site.number == "0000"


def test_there_are_about_five_hundred_territories_in_a_tree(tree: LargeTree) -> None:
    levels = Counter(node.level for node in tree.nodes)
    assert 400 < levels["territory"] < 560
    known: set[str] = set()
    for node in tree.nodes:  # parents stand before their children
        assert node.parent is None or node.parent in known
        known.add(node.code)
    assert len(known) == len(tree.nodes)


def test_every_zip_code_belongs_to_a_territory_of_its_state(tree: LargeTree) -> None:
    for area in geography().zips:
        assert tree.territory_of[area.code].code.startswith(area.state)


def test_closed_sites_are_dated_and_active_hotels_have_rooms(tree: LargeTree) -> None:
    sites = [row.site for row in some(5_000, tree)]
    closed = [site for site in sites if site.status == "inactive"]
    assert closed
    assert all(s.close_date and s.start_date and s.start_date <= s.close_date for s in closed)
    assert all(s.room_count for s in sites if s.facility_type == "hotel")
