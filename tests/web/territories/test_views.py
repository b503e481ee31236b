"""The tree in the browser's eyes."""

import pytest

from tests.factories import make_site, make_territory
from townsite.access.choices import Role
from townsite.territories.models import Post, Territory


def test_the_tree_shows_what_is_in_reach(db, signed_in):
    east, west = make_territory("EAST", level="region"), make_territory("WEST", level="region")
    make_site(territory=east)
    client = signed_in(role=Role.REGIONAL_VP, territory=east)
    page = client.get("/territories/").content.decode()
    assert "EAST" in page
    assert "WEST" not in page
    assert client.get("/territories/WEST/").status_code == 404
    assert west.pk


def test_an_empty_tree_teaches_the_next_step(db, signed_in):
    assert "No territories yet" in signed_in().get("/territories/").content.decode()


def test_a_new_territory_is_made_and_shown(db, signed_in):
    client = signed_in()
    response = client.post(
        "/territories/new/",
        {
            "code": "east",
            "name": "East",
            "level": "region",
            "kind": "regional",
            "membership": "list",
        },
    )
    assert response["Location"] == "/territories/EAST/"
    assert "East" in client.get("/territories/EAST/").content.decode()


def test_a_refusal_keeps_what_was_typed(db, signed_in):
    make_territory("EAST")
    response = signed_in().post(
        "/territories/new/",
        {
            "code": "EAST",
            "name": "Typed name",
            "level": "region",
            "kind": "regional",
            "membership": "list",
        },
    )
    assert response.status_code == 422
    assert "Typed name" in response.content.decode()
    assert "taken" in response.content.decode()
    assert Territory.objects.count() == 1


def test_a_reader_cannot_edit(db, signed_in):
    territory = make_territory("EAST")
    client = signed_in(role=Role.BILLING_ADMIN, territory=territory)
    assert client.post("/territories/EAST/close/", {"reason": "x"}).status_code == 403
    territory.refresh_from_db()
    assert territory.status == "active"


def test_somebody_is_appointed(db, signed_in):
    make_territory("EAST")
    client = signed_in()
    client.post("/territories/EAST/posts/", {"role": "manager", "holder_label": "Dana Example"})
    assert Post.objects.get().holder_label == "Dana Example"
    assert "Dana Example" in client.get("/territories/EAST/").content.decode()


@pytest.mark.parametrize("code", ["NOPE", "x" * 300, "'; drop"])
def test_unknown_codes_are_not_found(db, signed_in, code):
    assert signed_in().get(f"/territories/{code}/").status_code == 404


def test_a_null_character_is_refused(db, signed_in):
    response = signed_in().get("/territories/%00/")
    assert response.status_code == 400
    assert "%00" in response.json()["detail"]


def test_a_form_sent_empty_shows_what_is_missing(db, signed_in):
    territory = make_territory("EAST")
    client = signed_in()
    for path in ("/territories/new/", "/territories/EAST/edit/"):
        response = client.post(path, {})
        assert response.status_code == 422, path
        assert "This field is required" in response.content.decode(), path
    territory.refresh_from_db()
    assert (Territory.objects.count(), territory.version) == (1, 1)
