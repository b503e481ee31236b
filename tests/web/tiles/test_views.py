"""Tiles over HTTP: within reach, cached privately, and never a server error."""

import gzip

import pytest

from tests.directory.mvt import layers
from tests.factories import make_site, make_territory
from townsite.access.choices import Role

NORFOLK = "/tiles/sites/4/4/6.mvt"


def numbers(response) -> set[str]:
    found = layers(response.content).get("sites", [])
    return {f.properties["number"] for f in found if "number" in f.properties}


def test_a_manager_gets_only_own_sites(db, signed_in):
    own = make_territory("OWN")
    mine = make_site(territory=own)
    make_site(territory=make_territory("OTHER"))
    response = signed_in(role=Role.DISTRICT_MANAGER, territory=own).get(NORFOLK)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert numbers(response) == {mine.number}


def test_an_empty_tile_is_204(db, signed_in):
    client = signed_in()
    for address in ("/tiles/sites/4/0/0.mvt", "/tiles/territories/4/4/6.mvt"):
        assert client.get(address).status_code == 204


def test_a_tile_is_sent_again_only_when_it_changed(db, signed_in):
    make_site()
    client = signed_in()
    first = client.get(NORFOLK)
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(NORFOLK, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_site()
    assert client.get(NORFOLK, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_large_tile_is_packed_for_those_who_ask(db, signed_in):
    for n in range(30):
        make_site(name=f"{n} A long name of a site that compresses well")
    client = signed_in()
    address = "/tiles/sites/12/1180/1596.mvt"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in client.get(NORFOLK, headers={"Accept-Encoding": "gzip"})


@pytest.mark.parametrize(
    "address",
    [
        "/tiles/sites/4/16/0.mvt",
        "/tiles/sites/4/0/16.mvt",
        "/tiles/sites/23/0/0.mvt",
        "/tiles/sites/-1/0/0.mvt",
        "/tiles/sites/a/0/0.mvt",
        "/tiles/sites/99999999999999999999/99999999999999999999/0.mvt",
        "/tiles/territories/4/16/0.mvt",
        "/tiles/moon.json",
    ],
)
def test_tiles_that_do_not_exist_are_404(db, signed_in, address):
    assert signed_in().get(address).status_code == 404


def test_tiles_are_only_read(db, signed_in):
    assert signed_in().post(NORFOLK).status_code == 405


def test_strangers_are_told_to_sign_in(db, client):
    for address in (NORFOLK, "/tiles/territories/4/4/6.mvt", "/tiles/sites.json"):
        assert client.get(address).status_code == 401


def test_the_document_names_the_tiles_and_keeps_the_query(db, signed_in):
    document = signed_in().get("/tiles/sites.json?type=hotel").json()
    assert document["tilejson"] == "3.0.0"
    assert document["tiles"] == ["http://testserver/tiles/sites/{z}/{x}/{y}.mvt?type=hotel"]
    assert [layer["id"] for layer in document["vector_layers"]] == ["sites"]
    territories = signed_in().get("/tiles/territories.json").json()
    assert [layer["id"] for layer in territories["vector_layers"]] == [
        "territories",
        "territory_labels",
    ]
