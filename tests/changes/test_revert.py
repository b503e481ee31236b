"""Revert: the facts as of now are again what they were; refused when later facts depend on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.changes.world import PUBLISHER
from tests.factories import BY
from townsite.changes.actions import revert_change_set
from townsite.changes.errors import RevertRefused
from townsite.changes.models import ChangeSet
from townsite.changes.queries.dependents import later_change_sets
from townsite.common import clock
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites
from townsite.territories.as_of import territory_tree_at
from townsite.territories.models import Assignment, Territory
from townsite.territories.queries import flat

SHAPE = {
    "type": "Polygon",
    "coordinates": [[[-77, 36], [-76, 36], [-76, 37], [-77, 37], [-77, 36]]],
}


def revert(row, **values):
    return revert_change_set(
        change_set=row, by=PUBLISHER, at=clock.now(), reason="mistake", **values
    )


def home(number):
    return Site.objects.get(number=number).territory_path


def test_sites_go_back_and_their_history_keeps_the_detour(world, published):
    row = published(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))
    revert(row)
    assert home(world.sites[0]) == "NATL.EAST.D01"
    row.refresh_from_db()
    assert (row.state, row.revert_reason) == ("reverted", "mistake")
    history = Assignment.objects.filter(site__number=world.sites[0]).order_by("valid_during")
    assert [each.territory.code for each in history] == ["D01", "D02", "D01"]


def test_a_created_territory_is_closed_and_its_sites_go_home(world, published):
    row = published(
        (
            "split_territory",
            {"territory": "D01", "code": "D05", "name": "Beach", "sites": world.sites[:1]},
        )
    )
    assert home(world.sites[0]) == "NATL.EAST.D05"
    revert(row)
    assert home(world.sites[0]) == "NATL.EAST.D01"
    assert Territory.objects.get(code="D05").status == "inactive"
    assert "D05" not in {node.code for node in flat(territory_tree_at(clock.now()))}


def test_the_code_of_a_reverted_creation_is_free_again(world, published):
    made = (
        "create_territory",
        {"code": "D05", "name": "Beach", "level": "district", "parent": "EAST"},
    )
    revert(published(made))
    again = ("create_territory", {**made[1], "name": "Shore", "parent": "WEST"})
    published(again, ("assign_sites", {"sites": [world.free], "territory": "D05"}))
    territory = Territory.objects.get(code="D05")
    assert (territory.name, territory.path, territory.status) == (
        "Shore",
        "NATL.WEST.D05",
        "active",
    )
    assert home(world.free) == "NATL.WEST.D05"
    assert territory.placements.count() == 2


def test_later_change_sets_are_found_by_what_they_touch(
    world, published, django_assert_num_queries
):
    """Not by reading all of them: those elsewhere cost nothing."""
    first = published(("assign_sites", {"sites": world.sites[:1], "territory": "D02"}))
    with CaptureQueriesContext(connection) as alone:
        assert later_change_sets(first) == []
    for value in ("02-03", "02-04", "02-05"):
        published(("edit_sites", {"sites": world.sites[3:], "values": {"gl_string": value}}))
    with django_assert_num_queries(len(alone)):
        assert later_change_sets(first) == []


def test_a_merge_is_taken_apart_again(world, published):
    row = published(
        ("set_boundary", {"territory": "D01", "geometry": SHAPE}),
        ("appoint", {"territory": "D01", "name": "Jo Field"}),
    )
    merge = published(("merge_territory", {"territory": "D01", "into": "D02"}))
    assert {home(n) for n in world.sites[:3]} == {"NATL.EAST.D02"}
    assert Territory.objects.get(code="D01").status == "inactive"
    revert(merge)
    territory = Territory.objects.get(code="D01")
    now = clock.now()
    assert territory.status == "active"
    assert territory.posts.filter(role="manager", valid_during__contains=now).exists()
    assert territory.boundaries.filter(valid_during__contains=now).exists()
    assert not Territory.objects.get(code="D02").boundaries.filter(valid_during__contains=now)
    revert(row)
    assert not territory.posts.filter(valid_during__contains=clock.now()).exists()


def test_a_later_fact_refuses_it_and_nothing_changes(world, published):
    row = published(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))
    site = Site.objects.get(number=world.sites[0])
    assign_sites(site_ids=[site.pk], territory=world.d03, by=BY, at=clock.now())
    with pytest.raises(RevertRefused, match=f"primary territory of {site.number}"):
        revert(row)
    assert home(world.sites[1]) == "NATL.EAST.D02"
    row.refresh_from_db()
    assert row.state == "effective"


def test_later_change_sets_are_named_and_reverted_along(world, published):
    first = published(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))
    second = published(("assign_sites", {"sites": world.sites[:1], "territory": "D03"}))
    with pytest.raises(RevertRefused, match=f"#{second.number}"):
        revert(first)
    done = revert(first, with_later=True)
    assert [each.number for each in done] == [second.number, first.number]
    assert home(world.sites[0]) == "NATL.EAST.D01"
    assert set(ChangeSet.objects.values_list("state", flat=True)) == {"reverted"}


def test_a_site_gets_its_status_address_and_point_back(world, published):
    number = world.sites[0]
    Site.objects.filter(number=number).update(status="active")
    columns = ("status", "close_date", "street1", "zip", "location", "geocode_quality", "tier")
    before = Site.objects.values_list(*columns).get(number=number)
    row = published(
        ("edit_sites", {"sites": [number], "values": {"street1": "9 Elm St", "zip": "23220"}}),
        ("classify_sites", {"sites": [number], "facet": "tier", "value": "2"}),
        (
            "change_site_status",
            {"sites": [number], "verb": "deactivate", "close_date": "2026-12-31"},
        ),
    )
    assert Site.objects.get(number=number).status == "inactive"
    revert(row)
    assert Site.objects.values_list(*columns).get(number=number) == before


def test_coverage_that_ended_by_itself_leaves_nothing_to_revert(world, published):
    until = clock.now().replace(year=2099).isoformat()
    row = published(("cover_sites", {"sites": world.sites[:1], "territory": "D03", "until": until}))
    assert Assignment.objects.filter(kind="temporary").count() == 1
    ended = clock.now()
    ChangeSet.objects.filter(pk=row.pk).update(
        applied={
            "coverage": {f"{world.sites[0]}.D03.temporary": [None, {"until": ended.isoformat()}]}
        }
    )
    revert(row)
    assert Assignment.objects.get(kind="temporary").valid_during.upper.year == 2099
