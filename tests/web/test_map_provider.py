import pytest

from townsite.web.map_provider import (
    MapProvider,
    UnknownProviderError,
    client_config,
    parse_provider,
)


@pytest.mark.parametrize(
    ("setting", "origins"),
    [
        ("builtin", []),
        ("raster:https://tiles.example.com/{z}/{x}/{y}.png", ["https://tiles.example.com"]),
        ("style:https://maps.example.com:8443/style.json?key=1", ["https://maps.example.com:8443"]),
        ("pmtiles:/media/us.pmtiles", []),
        ("azure:made-up-key", ["https://atlas.microsoft.com"]),
    ],
)
def test_the_policy_opens_the_providers_origin_and_no_more(setting, origins):
    assert parse_provider(setting).origins == origins


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "google",
        "builtin:x",
        "raster:",
        "azure",
        "style:maps.example.com",
        "raster:https://a.example.com/ https://b.example.com/",
    ],
)
def test_a_senseless_setting_stops_the_start_and_says_what_it_was(setting):
    with pytest.raises(UnknownProviderError, match="TOWNSITE_MAP_PROVIDER"):
        parse_provider(setting)


def test_azure_tiles_carry_the_key_and_leave_the_place_open():
    address = parse_provider("azure:made-up-key").raster_tiles("dark")
    assert "subscription-key=made-up-key" in address
    assert "zoom={z}&x={x}&y={y}" in address
    assert "darkgrey" in address


def test_the_script_learns_where_each_theme_is():
    assert client_config(MapProvider("builtin"))["dark"] == "/basemap/style.json?theme=dark"
    outside = MapProvider("style", "https://maps.example.com/style.json")
    assert client_config(outside)["light"] == "https://maps.example.com/style.json"
