"""Trees beside each other: one primary territory a site in each, nothing across."""

import json
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import BY, make_grant, make_site, make_territory, make_user
from tests.territories.boundaries.shapes import FIELDS
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.common import clock
from townsite.common.errors import Conflict, Invalid
from townsite.sites.models import Site
from townsite.territories.actions import (
    assign_sites,
    close_territory,
    cover_sites,
    create_hierarchy,
    create_territory,
    place_territory,
    reassign_sites,
    set_boundaries,
    unassign_sites,
    update_hierarchy,
)
from townsite.territories.boundaries.edit import Edit
from townsite.territories.boundaries.geometry import to_geos
from townsite.territories.boundaries.preview import effects, moving_sites
from townsite.territories.choices import AssignmentKind
from townsite.territories.errors import (
    BoundariesOverlap,
    HierarchyCodeTaken,
    OtherHierarchy,
    TerritoryNotEmpty,
)
from townsite.territories.models import MAIN_HIERARCHY_ID, Assignment, Hierarchy, Territory

pytestmark = pytest.mark.usefixtures("db")


def make_shuttle(**values):
    given = {"code": "SHUTTLE", "name": "Shuttle", "line_of_business": "Shuttle", **values}
    return create_hierarchy(values=given, by=BY, at=clock.now())


def top_of(hierarchy, code="S1", **values):
    given = {"code": code, "name": f"Shuttle {code}", "level": "territory", **values}
    return create_territory(values=given, parent=None, hierarchy=hierarchy, by=BY, at=clock.now())


def primaries(site, at=None):
    rows = Assignment.objects.filter(
        site=site, kind="primary", valid_during__contains=at or clock.now()
    )
    return {
        row.territory.hierarchy.code: row.territory.code
        for row in rows.select_related("territory__hierarchy")
    }


def test_a_portfolio_has_one_main_hierarchy_from_the_start():
    main = Hierarchy.objects.get()
    assert (main.pk, main.is_main) == (MAIN_HIERARCHY_ID, True)
    assert make_territory().hierarchy == main


def test_a_site_has_one_primary_territory_in_each_hierarchy():
    shuttle = top_of(make_shuttle())
    other = top_of(shuttle.hierarchy, "S2")
    site = make_site(territory=make_territory("P1"))
    assert assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now()) == 1
    assert primaries(site) == {"MAIN": "P1", "SHUTTLE": "S1"}
    then = clock.now()
    assert assign_sites(site_ids=[site.pk], territory=other, by=BY, at=clock.now()) == 1
    assert assign_sites(site_ids=[site.pk], territory=other, by=BY, at=clock.now()) == 0
    site.refresh_from_db()
    assert site.further_territory_ids == [other.pk]
    assert (primaries(site), primaries(site, then)) == (
        {"MAIN": "P1", "SHUTTLE": "S2"}, {"MAIN": "P1", "SHUTTLE": "S1"},
    )  # fmt: skip
    told = Event.objects.filter(type="site.assigned", site_id=site.pk).order_by("id").last()
    assert told.changes == {"territory SHUTTLE": ["S1", "S2"]}


def test_leaving_a_hierarchy_leaves_the_others_alone():
    shuttle = top_of(make_shuttle())
    site = make_site(territory=make_territory("P1"))
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    unassign_sites(site_ids=[site.pk], hierarchy=shuttle.hierarchy, by=BY, at=clock.now())
    site.refresh_from_db()
    assert (primaries(site), site.further_territory_ids) == ({"MAIN": "P1"}, None)


def test_the_database_refuses_a_second_primary_in_a_further_hierarchy():
    shuttle = top_of(make_shuttle())
    other, site = top_of(shuttle.hierarchy, "S2"), make_site()
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    row = Assignment.objects.get(site=site)
    with pytest.raises(Error, match="assignment_one_primary_a_hierarchy"), transaction.atomic():
        Assignment.objects.create(
            site=site, territory=other, hierarchy=shuttle.hierarchy, valid_during=row.valid_during
        )
    assert Assignment.objects.filter(site=site).count() == 1


def test_the_database_refuses_an_assignment_of_another_hierarchy():
    shuttle, site = top_of(make_shuttle()), make_site(territory=make_territory())
    row = Assignment.objects.get(site=site)
    with pytest.raises(Error, match="assignment_territory_in_hierarchy"), transaction.atomic():
        _move_by_hand(row, shuttle)
    row.refresh_from_db()
    assert row.territory != shuttle


def _move_by_hand(row, territory):
    Assignment.objects.filter(pk=row.pk).update(territory=territory)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_sites_are_assigned_within_one_hierarchy_at_a_time():
    shuttle, parking, site = top_of(make_shuttle()), make_territory("P1"), make_site()
    with pytest.raises(OtherHierarchy, match="S1"):
        reassign_sites(targets={site.pk: shuttle.pk}, by=BY, at=clock.now())
    with pytest.raises(OtherHierarchy, match="P1"):
        reassign_sites(
            targets={site.pk: parking.pk}, hierarchy=shuttle.hierarchy, by=BY, at=clock.now()
        )
    assert not Assignment.objects.exists()


def test_a_later_assignment_in_the_hierarchy_is_in_the_way():
    shuttle, site = top_of(make_shuttle()), make_site()
    at = clock.now()
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=at + timedelta(days=3))
    with pytest.raises(Conflict, match="later date"):
        assign_sites(site_ids=[site.pk], territory=top_of(shuttle.hierarchy, "S2"), by=BY, at=at)


def test_a_tree_stays_in_its_hierarchy():
    shuttle, parking = top_of(make_shuttle(), level="region"), make_territory("P1", level="region")
    below = create_territory(
        values={"code": "S11", "name": "S11", "level": "territory"},
        parent=shuttle, by=BY, at=clock.now(),
    )  # fmt: skip
    assert below.hierarchy == shuttle.hierarchy
    with pytest.raises(OtherHierarchy, match="stays in its hierarchy"):
        place_territory(territory=below, parent=parking, by=BY, at=clock.now())
    with pytest.raises(OtherHierarchy):
        create_territory(
            values={"code": "X", "name": "X", "level": "territory"},
            parent=parking, hierarchy=shuttle.hierarchy, by=BY, at=clock.now(),
        )  # fmt: skip
    below.refresh_from_db()
    assert (below.path, Territory.objects.filter(code="X").exists()) == ("S1.S11", False)


def test_a_territory_with_sites_of_its_hierarchy_is_not_closed():
    shuttle, site = top_of(make_shuttle()), make_site()
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    with pytest.raises(TerritoryNotEmpty, match="1 sites"):
        close_territory(territory=shuttle, by=BY, at=clock.now(), reason="x")


def test_boundaries_overlap_across_hierarchies_only():
    shuttle, parking = top_of(make_shuttle()), make_territory("P1")
    shape = to_geos(FIELDS["NW"])
    set_boundaries(shapes={parking: shape}, by=BY, at=clock.now())
    set_boundaries(shapes={shuttle: shape}, by=BY, at=clock.now())
    with pytest.raises(BoundariesOverlap):
        set_boundaries(shapes={top_of(shuttle.hierarchy, "S2"): shape}, by=BY, at=clock.now())


def test_coverage_comes_from_any_hierarchy():
    shuttle, site = top_of(make_shuttle()), make_site(territory=make_territory())
    cover_sites(
        site_ids=[site.pk], territory=shuttle, kind=AssignmentKind.SECONDARY, by=BY, at=clock.now()
    )
    assert primaries(site).keys() == {"MAIN"}


def test_reach_follows_a_grant_over_any_tree(as_person):
    region = top_of(make_shuttle(), level="region")
    shuttle = create_territory(
        values={"code": "S11", "name": "S11", "level": "territory"},
        parent=region, by=BY, at=clock.now(),
    )  # fmt: skip
    parking = make_territory("P1")
    site, other = make_site(territory=parking), make_site(territory=parking)
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    person = make_user()
    make_grant(person, Role.TERRITORY_ADMIN, territory=region)
    with as_person(person):
        assert list(Site.objects.all()) == [site]
        assert set(Territory.objects.values_list("code", flat=True)) == {"S1", "S11"}
        assert Site.objects.filter(pk=site.pk).update(name="Changed") == 1
        assert Site.objects.filter(pk=other.pk).update(name="Changed") == 0
    unassign_sites(site_ids=[site.pk], hierarchy=shuttle.hierarchy, by=BY, at=clock.now())
    with as_person(person):
        assert not Site.objects.exists()


def test_a_reader_of_a_further_tree_changes_nothing(as_person):
    shuttle, site = top_of(make_shuttle()), make_site(territory=make_territory())
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    reader = make_user()
    make_grant(reader, Role.BILLING_ADMIN, territory=shuttle)
    with as_person(reader):
        assert Site.objects.filter(pk=site.pk).update(name="Changed") == 0
        assert Hierarchy.objects.update(name="Changed") == 0
    site.refresh_from_db()
    assert site.name != "Changed"


def test_loads_count_a_site_in_each_hierarchy():
    shuttle, parking = top_of(make_shuttle()), make_territory("P1")
    site = make_site(territory=parking, status="active", annual_revenue_cents=500)
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    assert worked() == {"P1": (1, 500), "S1": (1, 500)}
    Site.objects.filter(pk=site.pk).update(annual_revenue_cents=900)
    assert worked() == {"P1": (1, 900), "S1": (1, 900)}
    unassign_sites(site_ids=[site.pk], hierarchy=shuttle.hierarchy, by=BY, at=clock.now())
    assert worked() == {"P1": (1, 900)}


def worked():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.code, sum(sites)::int, sum(revenue_cents)::bigint"
            " FROM territories_workedsites w JOIN territories_territory t ON t.id = w.territory_id"
            " GROUP BY 1 HAVING sum(sites) <> 0 ORDER BY 1"
        )
        return {code: (sites, revenue) for code, sites, revenue in cursor.fetchall()}


def test_a_hierarchy_says_which_sites_need_a_territory_in_it():
    shuttle = make_shuttle(site_rule={"service_class": "shuttle"})
    changed = update_hierarchy(
        hierarchy=shuttle, values={"name": "Shuttles"}, by=BY, at=clock.now()
    )
    assert (str(changed), changed.site_rule) == ("Shuttles", {"service_class": "shuttle"})
    for rule in ({"color": "red"}, {"service_class": "rocket"}):
        with pytest.raises(Invalid, match="Use"):
            update_hierarchy(hierarchy=shuttle, values={"site_rule": rule}, by=BY, at=clock.now())
    with pytest.raises(HierarchyCodeTaken):
        make_shuttle()
    assert Hierarchy.objects.count() == 2


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=12))
def test_no_moves_make_two_primaries_at_an_instant(moves):
    with transaction.atomic():
        hierarchy = Hierarchy.objects.filter(code="SHUTTLE").first() or make_shuttle()
        parking = [make_territory() for _ in range(3)]
        taxi = [top_of(hierarchy, f"S{parking[0].code}{n}") for n in range(3)]
        sites = [make_site() for _ in range(3)]
        at = clock.now()
        for step, (site, target) in enumerate(moves):
            assign_sites(
                site_ids=[sites[site].pk], territory=[*parking, *taxi][target],
                by=BY, at=at + timedelta(minutes=step),
            )  # fmt: skip
        for step in range(len(moves)):
            moment = at + timedelta(minutes=step, seconds=30)
            for site in sites:
                held = Assignment.objects.filter(site=site, valid_during__contains=moment)
                hierarchies = list(held.values_list("hierarchy_id", flat=True))
                assert len(hierarchies) == len(set(hierarchies))
        transaction.set_rollback(True)


def test_an_edit_of_borders_stays_in_its_hierarchy():
    shuttle, parking = top_of(make_shuttle()), make_territory("P1")
    at = clock.now()
    set_boundaries(shapes={parking: to_geos(FIELDS["NW"])}, by=BY, at=at)
    set_boundaries(shapes={shuttle: to_geos(FIELDS["NW"])}, by=BY, at=at)
    west, south, east, north = FIELDS["NW"].bounds
    ring = [[west, south], [east + 1, south], [east + 1, north], [west, north], [west, south]]
    give = {"kind": "give", "ring": ring, "to": "S1", "empty_too": True}
    edit = Edit.read(json.dumps({"strokes": [give]}), at=at)
    assert set(edit.changed(at=at)) == {"S1"}
    both = Edit.read(json.dumps({"strokes": [give, {**give, "to": "P1"}]}), at=at)
    with pytest.raises(Invalid, match="one hierarchy at a time"):
        both.changed(at=at)


def test_sites_of_a_further_hierarchy_follow_its_border():
    one = top_of(make_shuttle(), membership="boundary")
    two = top_of(one.hierarchy, "S2", membership="boundary")
    at = clock.now()
    set_boundaries(shapes={one: to_geos(FIELDS["NW"]), two: to_geos(FIELDS["NE"])}, by=BY, at=at)
    middle = FIELDS["NW"].representative_point()
    site = make_site(territory=make_territory("P1"), location=Point(middle.x, middle.y, srid=4326))
    assign_sites(site_ids=[site.pk], territory=one, by=BY, at=clock.now())
    [moving] = moving_sites({"S1": FIELDS["NE"], "S2": FIELDS["NW"]}, at=clock.now())
    assert (moving.number, moving.loses, moving.gains) == (site.number, "S1", "S2")
    found = {each.code: each.sites_before for each in effects({"S1": FIELDS["NE"]}, at=clock.now())}
    assert found == {"S1": 1}
