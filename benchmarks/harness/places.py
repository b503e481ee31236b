"""Points and tiles that the benchmarks ask for: towns by their population, the same every time."""

import math
from random import Random

from townsite.directory.tile_grid import Tile
from townsite.sites.models import Place

SEED = 7


def towns(count: int) -> list[tuple[float, float]]:
    """Longitude and latitude of towns, large ones more often."""
    known = list(Place.objects.exclude(state__in=["AK", "HI"]).order_by("id"))
    chosen = Random(SEED).choices(known, [place.population + 1 for place in known], k=count)
    return [(place.location.x, place.location.y) for place in chosen]


def tiles(zoom: int, count: int) -> list[Tile]:
    """The tiles with those towns on them."""
    return [_tile(zoom, lon, lat) for lon, lat in towns(count)]


def _tile(zoom: int, lon: float, lat: float) -> Tile:
    side = 1 << zoom
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return Tile(zoom, int((lon + 180) / 360 * side), int((1 - north) / 2 * side))
