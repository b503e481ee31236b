"""Tiles, API and exports tell the territory that a site had at a moment."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.directory.mvt import layers
from tests.factories import BY, make_site, make_territory
from townsite.common import clock
from townsite.territories.actions import assign_sites


@pytest.fixture
def moved(db):
    """A site in Norfolk that was in T1 and is in T2 from tomorrow on; the moment before."""
    one, two = make_territory("T1"), make_territory("T2")
    site = make_site(territory=one)
    then = clock.now()
    assign_sites(site_ids=[site.pk], territory=two, by=BY, at=then + timedelta(seconds=1))
    return SimpleNamespace(number=site.number, then=then.isoformat(), code=site.number)


@pytest.mark.parametrize("address", ["/tiles/sites/4/4/6.mvt", "/tiles/sites/12/1180/1596.mvt"])
def test_tiles_name_the_former_territory(moved, signed_in, address):
    client = signed_in()
    now = layers(client.get(address).content)["sites"][0].properties["territory"]
    past = client.get(address, {"as_of": moved.then})
    assert (now, layers(past.content)["sites"][0].properties["territory"]) == ("T2", "T1")


def test_the_api_tells_the_former_territory_and_tree(moved, signed_in):
    client = signed_in()
    query = {"fields": "number,territory,territory_path"}
    (now,) = client.get("/api/v1/sites", query).json()["items"]
    (past,) = client.get("/api/v1/sites", {**query, "as_of": moved.then}).json()["items"]
    assert (now["territory"], past["territory"], past["territory_path"]) == ("T2", "T1", "T1")
    counted = {}
    for name, more in {"then": {}, "now": {"sites": "now"}}.items():
        tree = client.get("/api/v1/territories/tree", {"as_of": moved.then, **more}).json()
        counted[name] = {node["code"]: node["sites"] for node in tree["items"]}
    assert counted == {"then": {"T1": 1, "T2": 0}, "now": {"T1": 0, "T2": 1}}
    assert client.get("/api/v1/sites", {"as_of": "soon"}).status_code == 422


def test_exports_tell_the_former_territory(moved, signed_in):
    client = signed_in()
    now = b"".join(client.get("/sites/export/csv/"))
    past = b"".join(client.get("/sites/export/csv/", {"as_of": moved.then}))
    assert b"T2 Territory T2" in now
    assert b"T1 Territory T1" in past
