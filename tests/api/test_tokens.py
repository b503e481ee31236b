"""Access tokens at the door of the API: whom they stand for, what they open, how often."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_grant, make_site, make_territory, make_token, make_user
from townsite.access.choices import Role
from townsite.access.tokens.actions import revoke_token, rotate_token
from townsite.accounts.models import AccessToken
from townsite.audit.models import Event
from townsite.common import clock
from townsite.sites.models import Site

SITES = "/api/v1/sites"
OGC = "/api/ogc/collections/sites/items"
TILE = "/tiles/sites/4/4/6.mvt"


def bearer(secret, **headers):
    return {"headers": {"Authorization": f"Bearer {secret}", **headers}}


def basic(secret, name="anybody"):
    given = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return {"headers": {"Authorization": f"Basic {given}"}}


@pytest.fixture(scope="module")
def east(standing):
    return make_territory("EAST", level="region")


@pytest.fixture(scope="module")
def places(east):
    """Two territories of a region and one elsewhere, each with a site of its own name."""
    made = {code: make_territory(code, parent=east) for code in ("NORTH", "SOUTH")}
    made["WEST"] = make_territory("WEST")
    for code, territory in made.items():
        make_site(territory=territory, name=f"Inn {code}", status="active")
    return made


@pytest.fixture
def manager(places, east):
    """Somebody who reaches the region."""
    user = make_user()
    make_grant(user, Role.TERRITORY_ADMIN, territory=east)
    return user


def names(response):
    assert response.status_code == 200, response.content
    return sorted(item["name"].removeprefix("Inn ") for item in response.json()["items"])


def test_bearer_and_basic_stand_for_their_person(manager, client):
    _, secret = make_token(manager)
    assert names(client.get(SITES, **bearer(secret))) == ["NORTH", "SOUTH"]
    assert names(client.get(SITES, **basic(secret))) == ["NORTH", "SOUTH"]
    assert names(client.get(SITES, **basic("", name=secret))) == ["NORTH", "SOUTH"]
    assert client.get("/api/v1/me", **bearer(secret)).json()["email"] == manager.email
    assert client.get(OGC, **bearer(secret)).json()["numberMatched"] == 2
    assert client.get(TILE, **bearer(secret)).status_code in {200, 204}


def test_a_narrowed_token_sees_its_places_only(manager, places, client):
    _, secret = make_token(manager, territories=[places["NORTH"]], scopes=["sites:read"])
    assert names(client.get(SITES, **bearer(secret))) == ["NORTH"]
    _, secret = make_token(manager, territories=[places["WEST"]], scopes=["sites:read"])
    assert names(client.get(SITES, **bearer(secret))) == []
    south = Site.objects.get(name="Inn SOUTH")
    _, secret = make_token(manager, sites=[south], scopes=["sites:read"])
    assert names(client.get(SITES, **bearer(secret))) == ["SOUTH"]
    hidden = Site.objects.get(name="Inn NORTH").number
    assert client.get(f"{SITES}/{hidden}", **bearer(secret)).status_code == 404


def test_a_narrowed_token_shows_no_new_site_of_its_person_outside(manager, places, client):
    mine = make_site(name="Inn MINE")
    Site.objects.filter(pk=mine.pk).update(created_by_id=manager.pk)
    _, secret = make_token(manager, scopes=["sites:read"])
    assert "MINE" in names(client.get(SITES, **bearer(secret)))
    _, secret = make_token(manager, territories=[places["NORTH"]], scopes=["sites:read"])
    assert names(client.get(SITES, **bearer(secret))) == ["NORTH"]


def test_a_token_writes_only_with_the_scope_for_it(manager, client):
    site = Site.objects.get(name="Inn NORTH")
    change = {"data": {"room_count": 12}, "content_type": "application/json"}
    _, reading = make_token(manager, scopes=["sites:read"])
    given = {**change, **bearer(reading, **{"If-Match": "*"})}
    refused = client.patch(f"{SITES}/{site.number}", **given)
    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "/docs/problems#insufficient-scope",
    )
    assert 'scope="sites:write"' in refused["WWW-Authenticate"]
    site.refresh_from_db()
    assert site.room_count is None
    _, writing = make_token(manager, scopes=["sites:read", "sites:write"])
    given = {**change, **bearer(writing, **{"If-Match": "*"})}
    assert client.patch(f"{SITES}/{site.number}", **given).status_code == 200
    assert Event.objects.get(type="site.updated").actor_id == manager.pk


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("/api/v1/territories", "territories:read"),
        ("/api/v1/contacts", "contacts:read"),
        ("/api/v1/customers", "customers:read"),
        ("/api/v1/change-sets", "changes:read"),
        ("/api/v1/events", "events:read"),
        ("/api/v1/nearby?lat=36.85&lon=-76.28", "sites:read"),
        ("/api/ogc/collections/territories/items", "territories:read"),
        (TILE, "sites:read"),
    ],
)
def test_each_area_needs_its_scope(manager, client, path, scope):
    _, without = make_token(
        manager, scopes=[s for s in ["sites:read", "events:read"] if s != scope]
    )
    assert client.get(path, **bearer(without)).status_code == 403
    _, having = make_token(manager, scopes=[scope])
    assert client.get(path, **bearer(having)).status_code in {200, 204}


def test_tokens_open_no_page(manager, client):
    _, secret = make_token(manager)
    for path in ("/sites/", "/preferences/tokens/", "/audit/"):
        assert client.get(path, **bearer(secret))["Location"].startswith("/accounts/login/")


def test_forged_forms_concern_sessions_and_not_tokens(manager):
    strict = Client(enforce_csrf_checks=True)
    given = {
        "data": {"name": "Inn NEW", "facility_type": "hotel"},
        "content_type": "application/json",
    }
    _, secret = make_token(manager)
    assert strict.post(SITES, **given, **bearer(secret)).status_code == 201
    strict.force_login(manager)
    assert strict.post(SITES, **given).status_code == 403
    assert Site.objects.filter(name="Inn NEW").count() == 1


def test_a_refused_token_does_not_fall_back_to_the_session(manager, signed_in):
    client = signed_in(manager)
    assert client.get(SITES).status_code == 200
    refused = client.get(SITES, **bearer("tst_" + "x" * 43))
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused["WWW-Authenticate"]
    assert client.get(SITES, headers={"Authorization": "Digest x"}).status_code == 401


def expired(token, secret, manager):
    token.expires_at = clock.now() - timedelta(seconds=1)
    token.created_at = token.expires_at - timedelta(days=1)
    token.save()


def revoked(token, secret, manager):
    revoke_token(token=token, by=manager, at=clock.now())


def elsewhere(token, secret, manager):
    token.networks = ["203.0.113.0/24", "2001:db8::/32"]
    token.save()


def closed(token, secret, manager):
    manager.is_active = False
    manager.save()


def rotated(token, secret, manager):
    rotate_token(token=token, with_overlap=False, by=manager, at=clock.now())


@pytest.mark.parametrize("end", [expired, revoked, elsewhere, closed, rotated])
def test_what_is_over_opens_nothing_and_says_no_more(manager, client, end):
    token, secret = make_token(manager)
    stranger = client.get(SITES, **bearer("tst_" + "x" * 43)).json()
    end(token, secret, manager)
    refused = client.get(SITES, **bearer(secret))
    assert refused.status_code == 401
    same = ("type", "title", "status", "detail")
    assert [refused.json()[name] for name in same] == [stranger[name] for name in same]


def test_the_address_list_lets_its_networks_in(manager, client, settings):
    _, secret = make_token(manager, networks="127.0.0.0/8\n2001:db8::/32")
    assert client.get(SITES, **bearer(secret)).status_code == 200
    assert client.get(SITES, REMOTE_ADDR="2001:db8::7", **bearer(secret)).status_code == 200
    assert client.get(SITES, REMOTE_ADDR="10.0.0.1", **bearer(secret)).status_code == 401
    forged = bearer(secret, **{"X-Forwarded-For": "127.0.0.1"})
    assert client.get(SITES, REMOTE_ADDR="10.0.0.1", **forged).status_code == 401
    settings.TOWNSITE_TRUSTED_PROXIES = 1
    told = bearer(secret, **{"X-Forwarded-For": "127.0.0.1, 198.51.100.9"})
    assert client.get(SITES, REMOTE_ADDR="10.0.0.1", **told).status_code == 401
    told = bearer(secret, **{"X-Forwarded-For": "198.51.100.9, 127.0.0.1"})
    assert client.get(SITES, REMOTE_ADDR="10.0.0.1", **told).status_code == 200


def test_a_rotated_secret_runs_out_with_its_overlap(manager, client):
    token, former = make_token(manager)
    _, secret = rotate_token(token=token, with_overlap=True, by=manager, at=clock.now())
    assert client.get(SITES, **bearer(former)).status_code == 200
    assert client.get(SITES, **bearer(secret.text)).status_code == 200
    AccessToken.objects.update(former_until=clock.now() - timedelta(seconds=1))
    assert client.get(SITES, **bearer(former)).status_code == 401
    assert client.get(SITES, **bearer(secret.text)).status_code == 200


def test_a_grant_that_ended_is_gone_from_the_token_too(manager, client):
    _, secret = make_token(manager)
    manager.grants.all().delete()
    assert names(client.get(SITES, **bearer(secret))) == []


def test_use_is_noted_with_its_address(manager, client):
    token, secret = make_token(manager)
    client.get(SITES, **bearer(secret))
    token.refresh_from_db()
    assert token.last_used_from == "127.0.0.1"
    first = token.last_used_at
    client.get(SITES, **bearer(secret))
    token.refresh_from_db()
    assert token.last_used_at == first


def test_token_person_and_reach_come_in_one_statement(manager, client):
    _, secret = make_token(manager)
    client.get("/api/ogc/conformance", **bearer(secret))
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/api/ogc/conformance", **bearer(secret)).status_code == 200
    told = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"] and "set_config" not in q["sql"]]
    assert len([sql for sql in told if "current_setting" not in sql]) == 1, told


def test_every_answer_tells_the_limit_and_too_many_are_told_to_wait(manager, client):
    token, secret = make_token(manager)
    AccessToken.objects.filter(pk=token.pk).update(requests_per_minute=2)
    first = client.get(SITES, **bearer(secret))
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    client.get(SITES, **bearer(secret))
    refused = client.get(SITES, **bearer(secret))
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert refused.json()["type"] == "/docs/problems#too-many-requests"
    assert "RateLimit-Limit" not in client.get(SITES)


def test_guessing_is_told_to_wait(manager, client):
    for _ in range(30):
        assert client.get(SITES, **bearer("tst_" + "y" * 43)).status_code == 401
    assert client.get(SITES, **bearer("tst_" + "y" * 43)).status_code == 429
    _, secret = make_token(manager)
    assert client.get(SITES, REMOTE_ADDR="10.9.8.7", **bearer(secret)).status_code == 200


def test_collections_outside_the_scopes_are_not_described(manager, client):
    _, secret = make_token(manager, scopes=["territories:read"])
    told = client.get("/api/ogc/collections", **bearer(secret)).json()["collections"]
    assert [each["id"] for each in told] == ["territories"]
