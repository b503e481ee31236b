"""Boundaries in the browser's eyes: stroke by stroke, preview, saving, refusals."""

import json

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.access.choices import Role
from townsite.changes.models import ChangeSet
from townsite.common import clock
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE
from townsite.territories.actions import publish_boundaries
from townsite.territories.models import Boundary

MOVE = {
    "kind": "move_border", "one": "NW", "other": "NE", "line": [[-84.2, 34.1], [-84.2, 32.9]],
}  # fmt: skip
EDIT = json.dumps({"strokes": [MOVE], "locked": []})


@pytest.fixture
def fields(db):
    made = {code: make_territory(code, membership="boundary") for code in FIELDS}
    publish_boundaries(shapes=FIELDS, by=BY, at=clock.now(), reason="first")
    return made


def base_of(page: str) -> str:
    return page.split('name="base" value="')[1].split('"', maxsplit=1)[0]


def test_a_stroke_is_answered_with_shapes_and_totals(fields, signed_in):
    site = make_site(territory=fields["NW"], location=Point(-84.1, 33.5, srid=4326))
    response = signed_in().post(
        "/territories/boundaries/edit/", EDIT, content_type="application/json"
    )
    answer = response.json()
    assert {each["id"] for each in answer["changed"]["features"]} == {"NE", "NW"}
    gains = next(each for each in answer["effects"] if each["code"] == "NE")
    assert (gains["sites_after"], gains["gained"]) == (1, [site.number])
    assert Boundary.objects.count() == 4


def test_a_stroke_that_may_not_be_is_refused_in_words(fields, signed_in):
    body = json.dumps({"strokes": [MOVE], "locked": ["NE"]})
    response = signed_in().post(
        "/territories/boundaries/edit/", body, content_type="application/json"
    )
    assert response.status_code == 422
    assert response.json()["detail"] == "NE is locked. Unlock it to change its boundary."


def test_a_lock_spares_later_strokes_and_leaves_earlier_ones_alone(fields, signed_in):
    again = {**MOVE, "line": [[-84.4, 34.1], [-84.4, 32.9]]}
    edit = json.dumps({"strokes": [MOVE, {**again, "locked": ["NE"]}]})
    client = signed_in()
    response = client.post("/territories/boundaries/edit/", edit, content_type="application/json")
    assert response.json()["detail"] == "NE is locked. Unlock it to change its boundary."
    other = {"kind": "cut", "code": "SW", "line": [[-84.5, 33.1], [-84.5, 31.9]], "to": "SE"}
    edit = json.dumps({"strokes": [MOVE, {**other, "locked": ["NE"]}]})
    response = client.post("/territories/boundaries/edit/", edit, content_type="application/json")
    assert len(response.json()["effects"]) == 4


def propose(client, **changed):
    page = client.post("/territories/boundaries/preview/", {"edit": EDIT}).content.decode()
    given = {"edit": EDIT, "base": base_of(page), "title": "Shorter ways", "reason": "Drives",
             "trigger": "review", **changed}  # fmt: skip
    return client.post("/territories/boundaries/propose/", given)


def test_a_proposed_edit_is_a_draft_and_changes_nothing_yet(fields, signed_in):
    site = make_site(territory=fields["NW"], location=Point(-84.1, 33.5, srid=4326))
    client = signed_in()
    response = propose(client, effective_on="2099-03-01", handover_plan="Both walk the site")
    row = ChangeSet.objects.get()
    assert response["Location"] == f"/change-sets/{row.number}/"
    assert (row.state, row.reason, row.effective_at.year) == ("draft", "Drives", 2099)
    assert [each.type for each in row.changes.all()] == ["redraw_boundaries"]
    assert Boundary.objects.count() == 4
    page = client.get(response["Location"]).content.decode()
    assert f"{site.number} {site.name}" in page
    assert f"/territories/map/edit/?change_set={row.number}" in page


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"reason": ""}, 422), ({"title": ""}, 422), ({"base": "NE:7 NW:7"}, 412)],
)
def test_proposing_without_reason_or_after_others_is_refused(fields, signed_in, changed, status):
    assert propose(signed_in(), **changed).status_code == status
    assert not ChangeSet.objects.exists()


def test_a_draft_is_gone_on_with_in_the_editor(fields, signed_in):
    client = signed_in()
    number = int(propose(client)["Location"].split("/")[-2])
    assert (
        f"#{number} Shorter ways"
        in client.get("/territories/map/edit/", {"change_set": number}).content.decode()
    )
    again = {
        "kind": "cut",
        "code": "SW",
        "line": [[-84.5, 33.1], [-84.5, 31.9]],
        "to": "SE",
    }
    edit = json.dumps({"change_set": number, "strokes": [again], "locked": []})
    answer = client.post("/territories/boundaries/edit/", edit, content_type="application/json")
    assert {each["id"] for each in answer.json()["changed"]["features"]} == {"NE", "NW", "SE", "SW"}
    page = client.post("/territories/boundaries/preview/", {"edit": edit}).content.decode()
    client.post("/territories/boundaries/propose/", {"edit": edit, "base": base_of(page)})
    change = ChangeSet.objects.get().changes.get()
    assert set(change.payload["boundaries"]) == {"NE", "NW", "SE", "SW"}


def test_nobody_goes_on_with_the_draft_of_another(fields, signed_in):
    number = propose(signed_in())["Location"].split("/")[-2]
    other = signed_in()
    assert other.get("/territories/map/edit/", {"change_set": number}).status_code == 403
    assert other.get("/territories/map/edit/", {"change_set": "x"}).status_code == 422


def test_only_where_policy_asks_for_nobody_it_takes_effect_at_once(fields, signed_in):
    client = signed_in()
    propose(client, publish="1")
    assert ChangeSet.objects.get().state == "submitted"
    value = dict.fromkeys(
        ("record", "reclassification", "import", "boundary", "structure"), "nobody"
    )
    set_policy(
        key="approval.change", value=value, scope=EVERYWHERE, severity=Severity.BLOCK,
        by=BY, at=clock.now(), reason="a small network",
    )  # fmt: skip
    page = client.post("/territories/boundaries/preview/", {"edit": EDIT}).content.decode()
    assert "nobody has to approve" in page
    propose(client, publish="1")
    assert ChangeSet.objects.order_by("number").last().state == "scheduled"


def test_sites_are_given_from_a_table_with_the_ground_around_them(fields, signed_in):
    near, far = (
        make_site(territory=fields["NW"], location=Point(x, 33.5, srid=4326))
        for x in (-84.2, -84.8)
    )
    client = signed_in()
    rows = client.get("/territories/map/edit/sites/", {"territory": "NW"}).content.decode()
    assert near.number in rows
    assert far.number in rows
    stroke = {"kind": "sites", "numbers": [near.number], "to": "NE"}
    edit = json.dumps({"strokes": [stroke], "locked": []})
    answer = client.post("/territories/boundaries/edit/", edit, content_type="application/json")
    (gains, loses) = answer.json()["effects"]
    assert (gains["code"], gains["gained"], gains["after"]["units"] > 0) == (
        "NE",
        [near.number],
        True,
    )
    assert (loses["code"], loses["lost"], loses["sites_after"]) == ("NW", [near.number], 1)
    unknown = json.dumps({"strokes": [{**stroke, "numbers": ["999999"]}], "locked": []})
    refused = client.post("/territories/boundaries/edit/", unknown, content_type="application/json")
    assert "not there or have no point: 999999" in refused.json()["detail"]


def test_sites_on_other_ground_are_told_and_proposed_to_follow_it(fields, signed_in):
    client = signed_in()
    assert (
        "Every site lies on its own ground"
        in client.get("/territories/boundaries/strays/").content.decode()
    )
    away = make_site(territory=fields["SE"], location=Point(-84.5, 33.5, srid=4326))
    free = make_site(location=Point(-83.5, 33.5, srid=4326))
    make_site(territory=fields["NW"], location=Point(-84.5, 33.5, srid=4326))
    fields["SW"].membership = "list"
    fields["SW"].save()
    make_site(territory=fields["SW"], location=Point(-84.5, 33.5, srid=4326))
    page = client.get("/territories/boundaries/strays/").content.decode()
    assert "2 sites" in page
    assert client.post("/territories/boundaries/strays/", {"reason": " "}).status_code == 422
    assert not ChangeSet.objects.exists()
    client.post("/territories/boundaries/strays/", {"reason": "New borders"})
    payloads = [each.payload for each in ChangeSet.objects.get().changes.all()]
    assert payloads == [
        {"sites": [free.number], "territory": "NE"}, {"sites": [away.number], "territory": "NW"},
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["edit", "preview", "propose", "by/units", "strays"])
def test_a_reader_cannot_edit_borders(fields, signed_in, path):
    client = signed_in(role=Role.BILLING_ADMIN, territory=fields["NW"])
    response = client.post(f"/territories/boundaries/{path}/", {"edit": EDIT})
    assert response.status_code == 403
    assert Boundary.objects.count() == 4


def test_shapes_and_problems_are_within_reach_only(fields, signed_in):
    client = signed_in(role=Role.TERRITORY_ADMIN, territory=fields["NW"])
    shapes = client.get("/territories/boundaries/coverage.geojson").json()
    assert [each["id"] for each in shapes["features"]] == ["NW"]
    found = client.get("/territories/boundaries/problems.geojson").json()["features"]
    assert {each["properties"]["kind"] for each in found} <= {"gap"}


def test_the_map_tells_its_figures_and_filters_like_the_tree(fields, signed_in):
    client = signed_in()
    make_site(territory=fields["NW"])
    page = client.get("/territories/map/").content.decode()
    assert all(f'data-code="{code}"' in page for code in FIELDS)
    for path in ("/territories/map/panel/", "/territories/"):
        text = client.get(path, {"q": "nw"}).content.decode()
        assert "/territories/NW/" in text
        assert "/territories/SE/" not in text
    assert "No boundaries then" in client.get("/territories/map/?as_of=2020-01-01").content.decode()


def test_a_date_that_is_none_is_refused(fields, signed_in):
    for path in (
        "/territories/",
        "/territories/map/",
        "/territories/NW/",
        "/tiles/territories/4/4/6.mvt",
    ):
        assert signed_in().get(path, {"as_of": "soon"}).status_code == 422


def test_a_territory_page_of_a_time_before_it_is_not_found(fields, signed_in):
    assert signed_in().get("/territories/NW/", {"as_of": "2020-01-01"}).status_code == 404
