"""The read side of the API: shapes, cursors, problems, reach."""

from tests.factories import make_customer, make_site, make_territory
from townsite.access.choices import Role


def test_without_a_session_there_is_a_problem(db, client):
    response = client.get("/api/v1/customers")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Sign in first"


def test_customers_page_by_cursor(db, signed_in):
    for name in "CAB":
        make_customer(name=f"Customer {name}")
    client = signed_in()
    first = client.get("/api/v1/customers?limit=2&fields=name").json()
    assert first["items"] == [{"name": "Customer A"}, {"name": "Customer B"}]
    second = client.get(first["next"])
    assert second.json() == {"items": [{"name": "Customer C"}], "next": None}


def test_a_foreign_cursor_is_refused(db, signed_in):
    client = signed_in()
    for cursor in ("abc", "W10", "bnVsbA", "WyIxIiwiMiJd"):
        response = client.get(f"/api/v1/customers?cursor={cursor}")
        assert response.status_code == 422, cursor
        assert "cursor" in response.json()["detail"]


def test_unknown_fields_are_named(db, signed_in):
    response = signed_in().get("/api/v1/territories?fields=name,shoe_size")
    assert response.status_code == 422
    assert "shoe_size" in response.json()["detail"]


def test_a_territory_carries_its_version(db, signed_in):
    make_territory("EAST")
    response = signed_in().get("/api/v1/territories/EAST")
    assert response["ETag"] == '"1"'
    assert response.json()["path"] == "EAST"


def test_events_follow_by_cursor_within_reach(db, signed_in):
    own, foreign = make_territory("OWN"), make_territory("FOREIGN")
    make_site(territory=own)
    make_site(territory=foreign)
    client = signed_in(role=Role.DISTRICT_MANAGER, territory=own)
    events = client.get("/api/v1/events").json()["items"]
    assert {e["type"] for e in events} == {"territory.created", "site.created", "site.assigned"}
    assert "FOREIGN" not in str(events)
    last = events[-1]["id"]
    assert client.get(f"/api/v1/events?cursor={last}").json()["items"] == []


def test_me_tells_grants_and_permissions(db, signed_in):
    territory = make_territory("OWN")
    me = signed_in(role=Role.DISTRICT_MANAGER, territory=territory).get("/api/v1/me").json()
    assert me["grants"] == [{"role": "district_manager", "territory": "OWN", "site": None}]
    assert "site.assign" in me["permissions"]
    assert "policy.edit" not in me["permissions"]
