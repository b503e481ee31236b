import json
from contextlib import suppress
from uuid import UUID

import pytest

from tests.factories import make_customer, make_site
from townsite.common.errors import Invalid
from townsite.directory.columns import COLUMNS, SORTABLE
from townsite.directory.criteria import Criteria
from townsite.directory.errors import BadCursor
from townsite.directory.paging import Cursor
from townsite.directory.queries import count_sites, facets, site_extent, site_page, site_page_json

NUMBER = "jsonb_build_object('number', s.number)"


@pytest.fixture(scope="module")
def nine(standing):
    customers = [make_customer(name="Beta"), make_customer(name="Alpha"), None]
    for n in range(9):
        make_site(
            name=f"Site {n % 4}",  # names repeat: the id must break ties
            annual_revenue_cents=None if n % 3 == 0 else n * 100,
            room_count=None if n % 2 else n,
            tier="" if n % 3 else "2",
            customer=customers[n % 3],
        )


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in SORTABLE for sign in ("", "-")])
def test_walking_forth_and_back_meets_every_site_once(nine, sort):
    criteria = Criteria.parse("")
    forth, cursor, pages = [], "", []
    while True:
        page = site_page(criteria, columns=(), sort=sort, cursor=cursor, limit=4)
        pages.append([row.number for row in page.rows])
        forth += pages[-1]
        if not page.next:
            break
        cursor = page.next
    assert len(forth) == len(set(forth)) == 9
    back = []
    while page.previous:
        page = site_page(criteria, columns=(), sort=sort, cursor=page.previous, limit=4)
        back = [[row.number for row in page.rows], *back]
    assert back == pages[:-1]


@pytest.mark.parametrize("sort", ["revenue", "-revenue"])
def test_sites_without_a_value_come_last_both_ways(nine, sort):
    rows = site_page(Criteria.parse(""), columns=[COLUMNS["revenue"]], sort=sort).rows
    values = [row.values["revenue"] for row in rows]
    assert values[-3:] == [None] * 3
    assert values[:6] == sorted(values[:6], reverse=sort.startswith("-"))


def test_a_json_page_is_made_by_the_database(nine):
    page = site_page_json(Criteria.parse(""), document=NUMBER, sort="number", limit=5)
    rest = site_page_json(
        Criteria.parse(""), document=NUMBER, sort="number", cursor=page.next, limit=5
    )
    numbers = [each["number"] for each in json.loads(page.items) + json.loads(rest.items)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 9
    assert rest.next is None


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "e30", "\x00", "bnVsbA", "WyJhIiwiYiIsMV0"])
def test_a_foreign_cursor_is_refused(nine, cursor):
    with pytest.raises(BadCursor):
        site_page(Criteria.parse(""), columns=(), cursor=cursor)


@pytest.mark.parametrize("sort", SORTABLE)
def test_a_made_up_cursor_is_refused_or_fits_but_never_reaches_the_database_as_an_error(nine, sort):
    odd = [
        "",
        "x",
        "-1",
        "101",
        "32768",
        "40000",
        "9" * 30,
        "1e9",
        "2026-13-01",
        "infinity",
        "a..b",
        "²",
    ]
    for value in odd:
        with suppress(BadCursor):
            cursor = Cursor(value, UUID(int=0)).write()
            site_page(Criteria.parse(""), columns=(), sort=sort, cursor=cursor)


def test_a_cursor_of_another_order_is_refused_not_guessed(nine):
    page = site_page(Criteria.parse(""), columns=(), sort="name", limit=2)
    with pytest.raises(BadCursor):
        site_page(Criteria.parse(""), columns=(), sort="updated", cursor=page.next, limit=2)


def test_an_unknown_order_is_refused_with_the_known_ones(nine):
    with pytest.raises(Invalid, match="revenue"):
        site_page(Criteria.parse(""), columns=(), sort="favorite")


def test_relevance_pages_follow_each_other(db):
    for n in range(7):
        make_site(name=f"Harbor {n}")
    seen, cursor = [], ""
    while cursor is not None:
        page = site_page(Criteria.parse("harbor"), columns=(), cursor=cursor, limit=3)
        seen += [row.name for row in page.rows]
        cursor = page.next
    assert sorted(seen) == [f"Harbor {n}" for n in range(7)]


def test_a_count_says_when_it_stopped_counting(nine):
    assert str(count_sites(Criteria.parse("site"))) == "9"
    assert str(count_sites(Criteria.parse("site"), up_to=5)) == "5+"


def test_the_extent_holds_every_point(nine):
    west, south, east, north = site_extent(Criteria.parse(""))
    assert west == east
    assert south == north
    assert site_extent(Criteria.parse("type:hotel")) is None


def test_a_facet_counts_as_if_its_own_filter_were_off(nine):
    by_token = {facet.token: facet for facet in facets(Criteria.parse("tier:2"))}
    tiers = {option.value: (option.sites, option.is_chosen) for option in by_token["tier"].options}
    assert tiers == {"2": (3, True), "none": (6, False)}
    assert [option.sites for option in by_token["type"].options] == [3]
