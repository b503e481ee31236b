"""Types of change: each names every problem, and sets what it says."""

import pytest
from django.contrib.gis.geos import Point

from tests.changes.world import publish
from tests.factories import BY
from townsite.changes.actions import add_changes, rebase, remove_change, reorder_changes
from townsite.changes.facts import Fact
from townsite.changes.models import ChangeSet
from townsite.changes.outline import lay_out
from townsite.changes.types.registry import change_types
from townsite.common import clock
from townsite.common.errors import Forbidden, Invalid, Stale
from townsite.sites.models import Site
from townsite.territories.actions import assign_sites, set_boundaries
from townsite.territories.models import Assignment, Boundary, Post, Territory


def box(west, east):
    ring = [[west, 36], [east, 36], [east, 37], [west, 37], [west, 36]]
    return {"type": "Polygon", "coordinates": [ring]}


def geos(shape):
    from townsite.changes.types.shapes import multipolygon

    return multipolygon(shape)


REFUSED = [
    ("assign_sites", {"sites": ["999999"], "territory": "NONE"}, "no site 999999.*no territory NONE"),
    ("unassign_sites", {"sites": ["999999"]}, "no site 999999"),
    ("cover_sites", {"sites": ["999999"], "territory": "D01"}, "no site.*time-boxed"),
    ("end_coverage", {"sites": ["999999"], "territory": "D01"}, "no temporary coverage"),
    ("cover_territory", {"territory": "D01", "person": "nobody@example.com", "until": "2020-01-01T00:00:00Z"}, "Nobody signs in.*before it begins.*the post is vacant"),
    ("end_cover", {"territory": "D01", "person": "nobody@example.com"}, "does not stand in at D01"),
    ("create_territory", {"code": "D01", "name": "N", "parent": "NONE"}, "D01 is taken.*no territory NONE"),
    ("rename_territory", {"territory": "NONE"}, "no territory NONE.*what to change"),
    ("move_territory", {"territory": "EAST", "parent": "D01"}, "D01 lies below EAST"),
    ("close_territory", {"territory": "D01"}, "still has 2 sites"),
    ("close_territory", {"territory": "WEST"}, "D03 still lie below"),
    ("split_territory", {"territory": "D01", "code": "D02", "name": "N", "sites": ["999999"]}, "taken.*999999 is not in D01"),
    ("merge_territory", {"territory": "EAST", "into": "D01"}, "D01 lies below EAST"),
    ("set_boundary", {"territory": "NONE", "geometry": {"type": "Point"}}, "NONE.*no GeoJSON polygon"),
    ("redraw_boundaries", {"boundaries": {"NONE": {}}}, "no territory NONE.*no GeoJSON polygon"),
    ("appoint", {"territory": "D01", "email": "nobody@example.com"}, "Nobody signs in"),
    ("end_post", {"territory": "D01"}, "has no manager"),
    ("edit_sites", {"sites": ["999999"], "values": {"tier": "1", "parking_spaces": "many"}}, "no site.*tier.*[Pp]arking spaces"),
    ("classify_sites", {"sites": ["999999"], "facet": "tier", "value": "9"}, "no site.*is no tier"),
    ("change_site_status", {"sites": ["999999"], "verb": "deactivate"}, "no site.*close"),
    ("bulk_versions", {"source": "fax", "bulk": "0190a000-0000-7000-8000-000000000000"}, "“fax” keeps no bulk"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "payload", "told"), REFUSED)
def test_all_problems_are_named_and_nothing_is_added(world, draft, kind, payload, told):
    row = draft(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    with pytest.raises(Invalid, match=f"(?s){told}"):
        add_changes(change_set=row, changes=[(kind, payload)], by=world.author, at=clock.now())
    assert row.changes.count() == 1


def test_every_type_is_refused_something():
    assert {kind for kind, _, _ in REFUSED} == set(change_types())


@pytest.mark.parametrize("kind", ["no_such_type", "assign_sites"])
def test_what_cannot_be_read_is_refused(world, draft, kind):
    with pytest.raises(Invalid):
        draft((kind, {"sights": 1}))


def test_a_moved_border_takes_its_sites_along(world, published):
    near, far = Site.objects.filter(number__in=world.sites[:2]).order_by("number")
    Site.objects.filter(pk=near.pk).update(location=Point(-76.9, 36.5, srid=4326))
    Site.objects.filter(pk=far.pk).update(location=Point(-76.1, 36.5, srid=4326))
    Territory.objects.filter(code__in=["D01", "D02"]).update(membership="boundary")
    shapes = {world.d01: geos(box(-77, -76)), world.d02: geos(box(-78, -77))}
    set_boundaries(shapes=shapes, by=BY, at=clock.now())
    row = published(
        ("redraw_boundaries", {"boundaries": {"D01": box(-76.5, -76), "D02": box(-78, -76.5)}})
    )
    assert row.applied["primary"] == {near.number: ["D01", "D02"]}
    assert Boundary.objects.filter(valid_during__contains=clock.now()).count() == 2
    assert Site.objects.get(pk=far.pk).territory_id == world.d01.pk


def test_coverage_leaves_the_primary_alone(world, published):
    until = clock.now().replace(year=2099).isoformat()
    published(("cover_sites", {"sites": world.sites[:1], "territory": "D03", "until": until}))
    kinds = Assignment.objects.filter(
        site__number=world.sites[0], valid_during__contains=clock.now()
    ).values_list("kind", "territory__code")
    assert set(kinds) == {("primary", "D01"), ("temporary", "D03")}
    published(("end_coverage", {"sites": world.sites[:1], "territory": "D03"}))
    assert not Assignment.objects.filter(
        kind="temporary", valid_during__contains=clock.now()
    ).exists()


def test_an_account_gets_a_post_and_its_grants_stay(world, published):
    published(("appoint", {"territory": "D02", "role": "backup", "email": world.author.email}))
    assert Post.objects.get(territory=world.d02).holder == world.author


def test_a_draft_is_reordered_and_emptied(world, draft):
    row = draft(
        ("assign_sites", {"sites": [world.free], "territory": "D02"}),
        ("rename_territory", {"territory": "D02", "name": "James"}),
    )
    first, second = row.changes.values_list("pk", flat=True)
    reorder_changes(change_set=row, order=[second, first], by=world.author, at=clock.now())
    assert list(row.changes.values_list("pk", flat=True)) == [second, first]
    remove_change(change_set=row, change_id=second, by=world.author, at=clock.now())
    assert row.changes.get().pk == first


def test_only_authors_write_the_draft_and_they_name_its_version(world, draft, admin):
    row = draft(("assign_sites", {"sites": [world.free], "territory": "D02"}))
    given = [("unassign_sites", {"sites": world.sites[:1]})]
    with pytest.raises(Forbidden, match="Only the authors"):
        add_changes(change_set=row, changes=given, by=admin, at=clock.now())
    with pytest.raises(Stale):
        add_changes(change_set=row, changes=given, by=world.author, at=clock.now(), version=1)
    assert row.changes.count() == 1


def test_a_rebase_settles_conflicts_one_by_one(world, draft):
    row = draft(("assign_sites", {"sites": world.sites[:2], "territory": "D02"}))
    ids = list(Site.objects.filter(number__in=world.sites[:2]).values_list("pk", flat=True))
    assign_sites(site_ids=ids, territory=world.d03, by=BY, at=clock.now())
    assert len(lay_out(row, at=clock.now()).conflicts) == 2
    kept = Fact("primary", world.sites[0])
    assert rebase(change_set=row, mine=[kept], by=world.author, at=clock.now()) == 2
    row = publish(ChangeSet.objects.get(pk=row.pk))
    assert row.applied == {"primary": {world.sites[0]: ["D03", "D02"]}}
