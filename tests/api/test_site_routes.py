"""One site through the API: conditional, idempotent, rehearsed, and within reach."""

import pytest

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.audit.models import Event
from townsite.sites.models import Site

JSON = "application/json"
NEW = {"name": "Harborline Suites", "facility_type": "hotel", "city": "Norfolk", "state": "VA"}


def test_a_site_is_read_with_its_version(db, signed_in):
    site = make_site(number="0417")
    response = signed_in().get("/api/v1/sites/0417")
    assert response["ETag"] == f'"{site.version}"'
    body = response.json()
    assert (body["number"], body["latitude"], body["territory"]) == ("0417", 36.8508, None)


def test_a_known_version_is_not_sent_again(db, signed_in):
    make_site(number="0417")
    response = signed_in().get("/api/v1/sites/0417", headers={"If-None-Match": '"1"'})
    assert (response.status_code, response.content) == (304, b"")


def test_geojson_is_answered_on_request(db, signed_in):
    make_site(number="0417")
    response = signed_in().get(
        "/api/v1/sites/0417?fields=name", headers={"Accept": "application/geo+json"}
    )
    assert response["Content-Type"] == "application/geo+json"
    body = response.json()
    assert body["geometry"] == {"type": "Point", "coordinates": [-76.2859, 36.8508]}
    assert list(body["properties"]) == ["name"]


def test_absent_and_foreign_sites_look_alike(db, signed_in):
    make_site(number="0417", territory=make_territory("FOREIGN"))
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=make_territory("OWN"))
    foreign, absent = client.get("/api/v1/sites/0417"), client.get("/api/v1/sites/9999")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json()["detail"] == absent.json()["detail"]


def test_a_site_is_created_at_its_address(db, signed_in):
    client = signed_in()
    response = client.post("/api/v1/sites?reason=new%20contract", NEW, content_type=JSON)
    assert response.status_code == 201
    number = response.json()["number"]
    assert response["Location"] == f"/api/v1/sites/{number}"
    assert client.get(response["Location"]).json()["name"] == "Harborline Suites"
    assert Event.objects.get(type="site.created").reason == "new contract"


def test_a_rehearsal_answers_and_leaves_nothing(db, signed_in):
    response = signed_in().post("/api/v1/sites?dry_run=true", NEW, content_type=JSON)
    assert (response.status_code, response.json()["status"]) == (200, "draft")
    assert not Site.objects.exists()
    assert not Event.objects.filter(type="site.created").exists()


def test_every_problem_comes_with_its_field(db, signed_in):
    response = signed_in().post(
        "/api/v1/sites",
        {**NEW, "state": "Virginia", "rooms": 3, "facility_type": "castle"},
        content_type=JSON,
    )
    assert response.status_code == 422
    assert {"site.state", "site.rooms", "site.facility_type"} <= set(response.json()["errors"])
    assert not Site.objects.exists()


def test_a_repeat_with_the_same_key_creates_once(db, signed_in):
    client = signed_in()
    headers = {"Idempotency-Key": "k-1"}
    first = client.post("/api/v1/sites", NEW, content_type=JSON, headers=headers)
    again = client.post("/api/v1/sites", NEW, content_type=JSON, headers=headers)
    assert again.json() == first.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Site.objects.count() == 1


def test_a_key_cannot_serve_another_request(db, signed_in):
    client = signed_in()
    headers = {"Idempotency-Key": "k-1"}
    client.post("/api/v1/sites", NEW, content_type=JSON, headers=headers)
    other = client.post(
        "/api/v1/sites", {**NEW, "name": "Other"}, content_type=JSON, headers=headers
    )
    assert other.status_code == 409
    assert Site.objects.count() == 1


def test_a_change_needs_the_version_it_was_made_from(db, signed_in):
    make_site(number="0417", name="Before")
    client = signed_in()
    url, change = "/api/v1/sites/0417", {"name": "After"}
    assert client.patch(url, change, content_type=JSON).status_code == 428
    assert (
        client.patch(url, change, content_type=JSON, headers={"If-Match": '"9"'}).status_code == 412
    )
    assert (
        client.patch(url, change, content_type=JSON, headers={"If-Match": "nine"}).status_code
        == 422
    )
    assert Site.objects.get().name == "Before"
    response = client.patch(url, change, content_type=JSON, headers={"If-Match": '"1"'})
    assert (response.json()["name"], response["ETag"]) == ("After", '"2"')


def test_null_clears_and_absence_keeps(db, signed_in):
    make_site(number="0417", room_count=12, parking_spaces=5)
    response = signed_in().patch(
        "/api/v1/sites/0417", {"room_count": None}, content_type=JSON, headers={"If-Match": "*"}
    )
    assert (response.json()["room_count"], response.json()["parking_spaces"]) == (None, 5)


def test_half_a_point_is_refused(db, signed_in):
    make_site(number="0417")
    response = signed_in().patch(
        "/api/v1/sites/0417", {"latitude": 1}, content_type=JSON, headers={"If-Match": "*"}
    )
    assert response.status_code == 422
    assert "together" in response.json()["detail"]


def test_a_reader_changes_nothing(db, signed_in):
    territory = make_territory("OWN")
    make_site(number="0417", name="Before", territory=territory)
    client = signed_in(role=Role.BILLING_ADMIN, territory=territory)
    assert (
        client.patch(
            "/api/v1/sites/0417", {"name": "After"}, content_type=JSON, headers={"If-Match": "*"}
        ).status_code
        == 403
    )
    assert client.post("/api/v1/sites", NEW, content_type=JSON).status_code == 403
    assert (
        client.post(
            "/api/v1/sites/0417/status",
            {"verb": "submit"},
            content_type=JSON,
            headers={"If-Match": "*"},
        ).status_code
        == 403
    )
    assert Site.objects.get().name == "Before"


def test_the_lifecycle_asks_for_what_it_needs(db, signed_in):
    make_site(number="0417", status="active")
    client = signed_in()
    url = "/api/v1/sites/0417/status"
    refused = client.post(url, {"verb": "deactivate"}, content_type=JSON, headers={"If-Match": "*"})
    assert set(refused.json()["errors"]) == {"reason", "close_date"}
    done = client.post(
        url,
        {"verb": "deactivate", "reason": "sold", "close_date": "2026-01-31"},
        content_type=JSON,
        headers={"If-Match": "*"},
    )
    assert done.json()["status"] == "inactive"


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"name": "\\u0000"}', '{"name": 5}'])
def test_bodies_that_are_no_site_are_refused(db, signed_in, body):
    response = signed_in().post("/api/v1/sites", body, content_type=JSON)
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"
