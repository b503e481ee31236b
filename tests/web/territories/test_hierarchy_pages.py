"""Hierarchies in the browser's eyes: a switch on the tree, the map and the board."""

import pytest

from tests.factories import BY, make_site, make_territory
from tests.factories.policies import ask_nobody
from tests.territories.boundaries.shapes import FIELDS
from townsite.access.choices import Role
from townsite.common import clock
from townsite.territories.actions import (
    assign_sites,
    create_hierarchy,
    create_territory,
    set_boundaries,
)
from townsite.territories.boundaries.geometry import to_geos
from townsite.territories.models import Assignment, Hierarchy, Territory


@pytest.fixture
def shuttle(db):
    hierarchy = create_hierarchy(
        values={
            "code": "SHUTTLE",
            "name": "Shuttles",
            "line_of_business": "Shuttle",
            "site_rule": {"service_class": "shuttle"},
        },
        by=BY,
        at=clock.now(),
    )
    return create_territory(
        values={"code": "S1", "name": "Harbor shuttles", "level": "territory"},
        parent=None,
        hierarchy=hierarchy,
        by=BY,
        at=clock.now(),
    )


def test_tree_and_map_show_one_hierarchy_at_a_time(shuttle, signed_in):
    parking = make_territory("P1")
    site = make_site(territory=parking)
    assign_sites(site_ids=[site.pk], territory=shuttle, by=BY, at=clock.now())
    for territory in (parking, shuttle):
        set_boundaries(shapes={territory: to_geos(FIELDS["NW"])}, by=BY, at=clock.now())
    client = signed_in()
    for page in ("/territories/", "/territories/map/"):
        main = client.get(page).content.decode()
        other = client.get(f"{page}?hierarchy=SHUTTLE").content.decode()
        assert ("/territories/P1/" in main, "/territories/S1/" in main) == (True, False)
        assert ("/territories/P1/" in other, "/territories/S1/" in other) == (False, True)
        assert 'name="hierarchy"' in main
    tree = client.get("/api/v1/territories/tree?hierarchy=SHUTTLE").json()["items"]
    assert [(each["code"], each["sites"]) for each in tree] == [("S1", 1)]
    assert client.get("/territories/?hierarchy=TAXI").status_code == 404


def test_one_hierarchy_needs_no_switch(db, signed_in):
    make_territory("P1")
    assert 'name="hierarchy"' not in signed_in().get("/territories/").content.decode()


def test_the_board_places_within_the_hierarchy(shuttle, signed_in):
    ask_nobody("approval.assignment", "standard")
    waiting = make_site(service_class="shuttle", territory=make_territory("P1"), status="active")
    make_site(service_class="valet", status="active")
    client = signed_in()
    page = client.get("/placement/?hierarchy=SHUTTLE").content.decode()
    assert waiting.number in page
    assert "1–1 of 1" in page
    sent = {"hierarchy": "SHUTTLE", "all": "1", "with_warnings": "1"}
    assert "S1" in client.post("/placement/rehearse/", sent).content.decode()
    answer = client.post("/placement/accept/", sent)
    assert answer["Location"] == "/placement/?hierarchy=SHUTTLE"
    held = Assignment.objects.filter(site=waiting, valid_during__upper_inf=True)
    assert set(held.values_list("territory__code", flat=True)) == {"P1", "S1"}
    card = client.get(f"/sites/{waiting.number}/placement/?hierarchy=SHUTTLE").content.decode()
    assert "Why Harbor shuttles?" in card


def test_a_hierarchy_is_made_by_who_holds_everything(db, signed_in):
    sent = {
        "code": "taxi", "name": "Taxis", "line_of_business": "Taxi",
        "site_rule": "facility_type: airport",
    }  # fmt: skip
    client = signed_in()
    assert (
        client.post("/territories/hierarchies/new/", sent)["Location"]
        == "/territories/hierarchies/"
    )
    made = Hierarchy.objects.get(code="TAXI")
    assert made.site_rule == {"facility_type": "airport"}
    assert "Taxis" in client.get("/territories/hierarchies/").content.decode()
    refused = client.post(
        "/territories/hierarchies/TAXI/edit/", {**sent, "site_rule": "color: red"}
    )
    assert refused.status_code == 422
    assert "no attribute of a rule" in refused.content.decode()
    shown = client.get("/api/v1/territories/hierarchies").json()["items"]
    assert [each["code"] for each in shown] == ["MAIN", "TAXI"]


def test_a_part_of_the_portfolio_makes_no_hierarchy(db, signed_in):
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=make_territory("P1"))
    sent = {"code": "TAXI", "name": "Taxis", "line_of_business": "Taxi"}
    assert client.post("/territories/hierarchies/new/", sent).status_code == 403
    assert Hierarchy.objects.count() == 1


def test_a_new_territory_at_the_top_chooses_its_hierarchy(shuttle, signed_in):
    sent = {
        "code": "S2", "name": "Airport shuttles", "level": "territory", "kind": "specialty",
        "membership": "rule", "rule": "service_class: shuttle, facility_type: airport",
        "hierarchy": str(shuttle.hierarchy.pk),
    }  # fmt: skip
    client = signed_in()
    assert client.post("/territories/new/", sent)["Location"] == "/territories/S2/"
    made = Territory.objects.get(code="S2")
    assert made.hierarchy == shuttle.hierarchy
    assert made.membership_rule == {"service_class": "shuttle", "facility_type": "airport"}
    assert "service_class: shuttle" in client.get("/territories/S2/edit/").content.decode()
    refused = client.post("/territories/new/", {**sent, "code": "S3", "rule": ""})
    assert refused.status_code == 422
    assert "Say which sites it takes" in refused.content.decode()
    assert not Territory.objects.filter(code="S3").exists()
