"""Boundaries in the browser's eyes: stroke by stroke, preview, saving, refusals."""

import json

import pytest
from django.contrib.gis.geos import Point

from tests.factories import BY, make_site, make_territory
from tests.territories.boundaries.shapes import FIELDS
from townsite.access.choices import Role
from townsite.common import clock
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


def test_a_previewed_edit_is_saved_with_its_reason(fields, signed_in):
    client = signed_in()
    page = client.post("/territories/boundaries/preview/", {"edit": EDIT}).content.decode()
    given = {"edit": EDIT, "base": base_of(page), "reason": "shorter ways"}
    response = client.post("/territories/boundaries/save/", given)
    assert response["Location"] == "/territories/map/"
    assert Boundary.objects.filter(version=2).count() == 2
    detail = client.get("/territories/NW/").content.decode()
    assert "in force" in detail


@pytest.mark.parametrize(
    ("changed", "status"), [({"reason": ""}, 422), ({"base": "NE:7 NW:7"}, 412)]
)
def test_saving_without_reason_or_after_others_is_refused(fields, signed_in, changed, status):
    client = signed_in()
    page = client.post("/territories/boundaries/preview/", {"edit": EDIT}).content.decode()
    given = {"edit": EDIT, "base": base_of(page), "reason": "why", **changed}
    response = client.post("/territories/boundaries/save/", given)
    assert response.status_code == status
    assert Boundary.objects.count() == 4


@pytest.mark.parametrize("path", ["edit", "preview", "save", "by/units"])
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
