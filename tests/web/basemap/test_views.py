import gzip

import pytest
from django.test import Client

from tests.web.basemap.test_archive import ATLANTA, write_archive
from townsite.web.basemap.style import PALETTES

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def stranger(tmp_path, settings) -> Client:
    settings.LOCAL = tmp_path
    write_archive(tmp_path / "basemap.pmtiles", {ATLANTA: b"atlanta"})
    return Client()


def test_a_stranger_gets_a_tile_gzipped_and_for_good(stranger):
    response = stranger.get("/basemap/7/33/51.mvt?v=1", headers={"accept-encoding": "gzip, br"})
    assert gzip.decompress(response.content) == b"atlanta"
    assert response["Content-Encoding"] == "gzip"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in response["Vary"]
    assert "Cookie" not in response["Vary"]


def test_a_client_without_gzip_gets_it_unpacked(stranger):
    response = stranger.get("/basemap/7/33/51.mvt", headers={"accept-encoding": "identity"})
    assert response.content == b"atlanta"
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("place", ["7/34/51", "7/33/999999999999", "0/0/0"])
def test_an_empty_place_is_no_content(stranger, place):
    response = stranger.get(f"/basemap/{place}.mvt")
    assert (response.status_code, response.content) == (204, b"")


def test_a_senseless_zoom_is_not_found(stranger):
    assert stranger.get("/basemap/99999999/0/0.mvt").status_code == 404


def test_before_the_build_the_answer_says_what_to_run(tmp_path, settings):
    settings.LOCAL = tmp_path
    response = Client().get("/basemap/7/33/51.mvt")
    assert response.status_code == 404
    assert "build_basemap" in response.content.decode()


@pytest.mark.parametrize("theme", PALETTES)
def test_the_style_draws_the_own_tiles(stranger, theme):
    style = stranger.get(f"/basemap/style.json?theme={theme}").json()
    assert style["sources"]["basemap"]["tiles"][0].startswith("/basemap/{z}/{x}/{y}.mvt?v=")
    colors = {layer["id"]: layer.get("paint", {}) for layer in style["layers"]}
    assert colors["water"]["background-color"] == PALETTES[theme]["water"]


def test_an_unknown_theme_is_refused_with_its_name(stranger):
    response = stranger.get("/basemap/style.json?theme=sepia")
    assert response.status_code == 404
    assert "sepia" in response.content.decode()


def test_a_raster_provider_draws_its_own_tiles(stranger, settings):
    settings.TOWNSITE_MAP_PROVIDER = "raster:https://tiles.example.com/{z}/{x}/{y}.png"
    settings.TOWNSITE_MAP_ATTRIBUTION = "© Example Maps"
    style = stranger.get("/basemap/style.json").json()
    assert style["sources"]["basemap"]["attribution"] == "© Example Maps"
    assert style["sources"]["basemap"]["tiles"] == ["https://tiles.example.com/{z}/{x}/{y}.png"]
