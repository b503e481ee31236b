"""MapLibre style documents of the own base map, light and dark (MapLibre Style Spec 8)."""

from typing import Any, Final

Palette = dict[str, str]
Layer = dict[str, Any]

PALETTES: Final[dict[str, Palette]] = {
    "light": {
        "water": "#cbdde8",
        "abroad": "#eeede9",
        "home": "#fbfaf7",
        "river": "#bcd3e1",
        "county": "#dedcd6",
        "state": "#b4b9c2",
        "country": "#8b94a3",
        "town": "#3c4758",
        "area": "#76808f",
        "sea": "#54799a",
        "halo": "#fdfdfb",
        "sea_halo": "#cbdde8",
    },
    "dark": {
        "water": "#0c1626",
        "abroad": "#162032",
        "home": "#1c283c",
        "river": "#14243a",
        "county": "#29364c",
        "state": "#44526b",
        "country": "#697892",
        "town": "#ccd6e5",
        "area": "#97a5bb",
        "sea": "#6a8db5",
        "halo": "#121c2c",
        "sea_halo": "#0c1626",
    },
}
# What the data's makers ask to be named by.
ATTRIBUTION: Final = "© US Census Bureau · Natural Earth · GeoNames"
SOURCE: Final = "basemap"


def style(theme: str, tiles: str) -> dict[str, Any]:
    """The whole style; `tiles` is the address of a tile with {z}, {x} and {y}."""
    palette = PALETTES[theme]
    source = {
        "type": "vector",
        "tiles": [tiles],
        "minzoom": 0,
        "maxzoom": 9,
        "attribution": ATTRIBUTION,
    }
    return {
        "version": 8,
        "name": f"Townsite {theme}",
        "sources": {SOURCE: source},
        "layers": [*_ground(palette), *_borders(palette), *_labels(palette)],
    }


def raster_style(tiles: str, attribution: str) -> dict[str, Any]:
    """A style around somebody's raster tiles."""
    source = {"type": "raster", "tiles": [tiles], "tileSize": 256, "attribution": attribution}
    layer = {"id": "raster", "type": "raster", "source": SOURCE}
    return {"version": 8, "name": "Raster", "sources": {SOURCE: source}, "layers": [layer]}


def _ground(palette: Palette) -> list[Layer]:
    # The Great Lakes lie between Canada's land and ours: our outline ends at their shore,
    # Canada's at the border in the water.
    return [
        {"id": "water", "type": "background", "paint": {"background-color": palette["water"]}},
        _fill("land-abroad", "land", palette["abroad"], ["==", ["get", "us"], 0]),
        _fill("lakes-great", "lakes", palette["water"], ["==", ["get", "great"], 1]),
        _fill("land-home", "land", palette["home"], ["==", ["get", "us"], 1]),
        _fill("lakes", "lakes", palette["water"], ["==", ["get", "great"], 0]),
        _line("rivers", "rivers", palette["river"], [5, 0.4, 9, 1.6]),
    ]


def _borders(palette: Palette) -> list[Layer]:
    county = _line("borders-county", "borders", palette["county"], [6, 0.4, 10, 1], kind="county")
    state = _line("borders-state", "borders", palette["state"], [3, 0.6, 9, 1.4], kind="state")
    state["paint"]["line-dasharray"] = [4, 2]
    country = _line(
        "borders-country", "borders", palette["country"], [2, 0.7, 9, 1.8], kind="country"
    )
    return [county, state, country]


def _labels(palette: Palette) -> list[Layer]:
    return [
        _names("label-water", "labels", palette, kind="water", color="sea", sizes=[3, 10, 8, 14]),
        _names(
            "label-county",
            "labels",
            palette,
            kind="county",
            color="area",
            sizes=[8, 10, 12, 12],
            minzoom=8.5,
        ),
        _state_names(palette),
        _towns(palette),
    ]


def _state_names(palette: Palette) -> Layer:
    layer = _names(
        "label-state",
        "labels",
        palette,
        kind="state",
        color="area",
        sizes=[3, 10, 7, 15],
        maxzoom=8,
    )
    layer["layout"]["text-field"] = ["step", ["zoom"], ["get", "code"], 4.6, ["get", "name"]]
    layer["layout"]["text-transform"] = "uppercase"
    layer["layout"]["text-letter-spacing"] = 0.08
    return layer


def _towns(palette: Palette) -> Layer:
    layer = _names("label-town", "places", palette, color="town", sizes=[4, 11, 10, 14], minzoom=4)
    layer["filter"] = ["<=", ["get", "zoom"], ["zoom"]]
    layer["layout"]["symbol-sort-key"] = ["get", "rank"]
    # A name that would lie under a site's disc moves beside it.
    layer["layout"]["text-variable-anchor"] = ["center", "bottom", "top", "left", "right"]
    layer["layout"]["text-radial-offset"] = 0.9
    return layer


def _fill(name: str, layer: str, color: str, condition: list[Any]) -> Layer:
    paint = {"fill-color": color, "fill-antialias": True}
    return {
        "id": name,
        "type": "fill",
        "source": SOURCE,
        "source-layer": layer,
        "filter": condition,
        "paint": paint,
    }


def _line(name: str, layer: str, color: str, widths: list[float], *, kind: str = "") -> Layer:
    paint: dict[str, Any] = {
        "line-color": color,
        "line-width": ["interpolate", ["linear"], ["zoom"], *widths],
    }
    drawn: Layer = {
        "id": name,
        "type": "line",
        "source": SOURCE,
        "source-layer": layer,
        "paint": paint,
    }
    if kind:
        drawn["filter"] = ["==", ["get", "kind"], kind]
    return drawn


def _names(
    name: str,
    layer: str,
    palette: Palette,
    *,
    color: str,
    sizes: list[float],
    kind: str = "",
    minzoom: float = 0,
    maxzoom: float = 24,
) -> Layer:
    is_water = kind == "water"
    drawn: Layer = {
        "id": name,
        "type": "symbol",
        "source": SOURCE,
        "source-layer": layer,
        "minzoom": minzoom,
        "maxzoom": maxzoom,
        "layout": {
            "text-field": ["get", "name"],
            "text-font": ["Inter Medium"],
            "text-size": ["interpolate", ["linear"], ["zoom"], *sizes],
            "text-max-width": 8,
        },
        "paint": {
            "text-color": palette[color],
            "text-halo-color": palette["sea_halo" if is_water else "halo"],
            "text-halo-width": 1.2,
        },
    }
    if kind:
        drawn["filter"] = ["==", ["get", "kind"], kind]
    return drawn
