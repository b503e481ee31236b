"""The tree: created, moved and closed, with its paths, placements and history."""

import pytest

from tests.factories import BY, make_site, make_territory
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Invalid, Stale
from townsite.territories.actions import (
    close_territory,
    create_territory,
    place_territory,
    update_territory,
)
from townsite.territories.errors import TerritoryCodeTaken, TerritoryCycle, TerritoryNotEmpty
from townsite.territories.models import Territory, TerritoryPlacement
from townsite.territories.queries import flat, subtree_summary, territory_tree

pytestmark = pytest.mark.usefixtures("db")


def test_a_territory_lies_below_its_parent():
    east = make_territory("EAST", level="region")
    district = make_territory("D04", parent=east, level="district")
    assert district.path == "EAST.D04"
    assert TerritoryPlacement.objects.get(territory=district).parent == east


def test_a_code_is_taken_once():
    make_territory("EAST")
    with pytest.raises(TerritoryCodeTaken, match="EAST"):
        make_territory("east")
    assert Territory.objects.count() == 1


@pytest.mark.parametrize("code", ["MID-ATL", "", "a b", "É"])
def test_a_code_is_capital_letters_and_digits(code):
    with pytest.raises(Invalid):
        create_territory(
            values={"code": code, "name": "X", "level": "region"},
            parent=None,
            by=BY,
            at=clock.now(),
        )
    assert not Territory.objects.exists()


def test_a_level_above_the_parents_is_refused():
    district = make_territory("D04", level="district")
    with pytest.raises(Invalid, match="cannot lie below"):
        make_territory("EAST", parent=district, level="region")


def test_moving_takes_everything_below_along_with_its_sites():
    east, west = make_territory("EAST", level="region"), make_territory("WEST", level="region")
    district = make_territory("D04", parent=east, level="district")
    local = make_territory("T1", parent=district)
    site = make_site(territory=local)
    place_territory(territory=district, parent=west, by=BY, at=clock.now(), reason="new region")
    local.refresh_from_db()
    site.refresh_from_db()
    assert local.path == site.territory_path == "WEST.D04.T1"
    assert [
        p.parent.code
        for p in TerritoryPlacement.objects.filter(territory=district).order_by("valid_during")
    ] == ["EAST", "WEST"]
    assert Event.objects.get(type="territory.moved").changes == {"parent": ["EAST", "WEST"]}


def test_a_territory_cannot_move_below_itself():
    east = make_territory("EAST", level="district")
    below = make_territory("D04", parent=east, level="district")
    with pytest.raises(TerritoryCycle, match="EAST › D04"):
        place_territory(territory=east, parent=below, by=BY, at=clock.now())
    east.refresh_from_db()
    assert east.path == "EAST"


def test_a_code_that_begins_like_another_is_not_below_it():
    d1, d10 = make_territory("D1", level="district"), make_territory("D10", level="district")
    place_territory(territory=d1, parent=d10, by=BY, at=clock.now())
    d1.refresh_from_db()
    assert d1.path == "D10.D1"


def test_a_territory_with_sites_cannot_be_closed():
    territory = make_territory("T1")
    make_site(territory=territory)
    with pytest.raises(TerritoryNotEmpty, match="1 sites"):
        close_territory(territory=territory, by=BY, at=clock.now(), reason="done")
    territory.refresh_from_db()
    assert territory.status == "active"


def test_a_change_of_an_old_version_is_refused():
    territory = make_territory("T1")
    update_territory(territory=territory, values={"name": "New"}, by=BY, at=clock.now(), version=1)
    with pytest.raises(Stale):
        update_territory(
            territory=territory, values={"name": "Newer"}, by=BY, at=clock.now(), version=1
        )
    territory.refresh_from_db()
    assert (territory.name, territory.version) == ("New", 2)


def test_the_tree_sums_up_its_branches(django_assert_num_queries):
    east = make_territory("EAST", level="region")
    one, two = make_territory("T1", parent=east), make_territory("T2", parent=east)
    make_site(territory=one, annual_revenue_cents=100)
    make_site(territory=two, annual_revenue_cents=250)
    with django_assert_num_queries(1):
        tops = territory_tree(at=clock.now())
    assert [(n.code, n.sites, n.revenue_cents) for n in flat(tops)] == [
        ("EAST", 2, 350),
        ("T1", 1, 100),
        ("T2", 1, 250),
    ]
    assert subtree_summary(east).by_type == {"other": 2}
