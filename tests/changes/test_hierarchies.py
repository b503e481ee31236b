"""Change sets over hierarchies beside the main one."""

import pytest

from tests.changes.test_revert import revert
from tests.factories import BY, make_grant, make_site
from townsite.access.choices import Role
from townsite.changes.actions import submit_change_set
from townsite.common import clock
from townsite.common.errors import Invalid
from townsite.territories.actions import assign_sites, create_hierarchy, create_territory
from townsite.territories.models import Assignment, Territory


@pytest.fixture
def shuttle(world):
    hierarchy = create_hierarchy(
        values={"code": "SHUTTLE", "name": "Shuttles", "line_of_business": "Shuttle"},
        by=BY, at=clock.now(),
    )  # fmt: skip
    return create_territory(
        values={"code": "S1", "name": "Harbor", "level": "territory"},
        parent=None, hierarchy=hierarchy, by=BY, at=clock.now(),
    )  # fmt: skip


def homes(number):
    rows = Assignment.objects.filter(
        site__number=number, kind="primary", valid_during__contains=clock.now()
    )
    return set(rows.values_list("territory__code", flat=True))


def test_a_site_joins_a_further_hierarchy_and_leaves_it_on_revert(world, shuttle, published, admin):
    number = world.sites[0]
    before = homes(number)
    row = published(("assign_sites", {"sites": [number], "territory": "S1"}), by=admin)
    assert homes(number) == before | {"S1"}
    revert(row)
    assert homes(number) == before


def test_splitting_and_merging_move_the_sites_of_their_hierarchy(world, shuttle, published, admin):
    numbers = world.sites[:2]
    published(("assign_sites", {"sites": numbers, "territory": "S1"}), by=admin)
    before = {number: homes(number) for number in numbers}
    row = published(
        ("split_territory", {"territory": "S1", "code": "S2", "name": "Two", "sites": numbers[:1]}),
        by=admin,
    )
    assert Territory.objects.get(code="S2").hierarchy == shuttle.hierarchy
    assert homes(numbers[0]) == before[numbers[0]] - {"S1"} | {"S2"}
    assert homes(numbers[1]) == before[numbers[1]]
    published(("merge_territory", {"territory": "S2", "into": "S1"}), by=admin)
    assert {number: homes(number) for number in numbers} == before
    assert row.pk


@pytest.mark.parametrize(
    "change",
    [
        ("move_territory", {"territory": "S1", "parent": "D01"}),
        ("merge_territory", {"territory": "S1", "into": "D01"}),
    ],
)
def test_what_would_cross_hierarchies_is_refused(world, shuttle, draft, admin, change):
    with pytest.raises(Invalid, match="another hierarchy"):
        draft(change, by=admin)
    shuttle.refresh_from_db()
    assert (shuttle.path, shuttle.status) == ("S1", "active")


def test_a_new_territory_names_its_hierarchy_and_its_rule(world, shuttle, published, admin):
    values = {
        "code": "S9", "name": "Airports", "membership": "rule", "hierarchy": "SHUTTLE",
        "membership_rule": {"facility_type": "airport"},
    }  # fmt: skip
    published(("create_territory", values), by=admin)
    made = Territory.objects.get(code="S9")
    assert (made.hierarchy, made.membership_rule) == (
        shuttle.hierarchy, {"facility_type": "airport"},
    )  # fmt: skip


def test_approval_follows_the_tree_that_changes(world, shuttle, draft, admin):
    site = make_site(territory=world.d01)
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    make_grant(world.author, Role.TERRITORY_ADMIN, territory=shuttle)
    row = draft(("unassign_sites", {"sites": [site.number], "hierarchy": "SHUTTLE"}))
    submitted = submit_change_set(change_set=row, by=world.author, at=clock.now())
    places = set(submitted.approvals.values_list("territory__code", flat=True))
    assert places == {"S1"}
