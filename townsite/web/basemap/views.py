"""The base map over HTTP: tiles and style, the same for everybody."""

import gzip

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers

from townsite.common.errors import NotFound
from townsite.web.basemap.archive import open_archive
from townsite.web.basemap.style import PALETTES, raster_style, style
from townsite.web.map_provider import parse_provider

TILE_TYPE = "application/vnd.mapbox-vector-tile"
# The address of a tile carries the file's version, so it never changes.
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
MAX_ZOOM = 22


def basemap_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One vector tile, gzipped as stored; 204 where the map is empty."""
    archive = open_archive()
    if archive is None or z > MAX_ZOOM:
        raise NotFound("The base map is not there. Maybe run `manage.py build_basemap` first.")
    tile = archive.tile(z, x, y)
    response = HttpResponse(tile or b"", content_type=TILE_TYPE, status=200 if tile else 204)
    response.headers["Cache-Control"] = FOREVER
    patch_vary_headers(response, ["Accept-Encoding"])
    if tile and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
    elif tile:
        response.content = gzip.decompress(tile)
    return response


def basemap_style(request: HttpRequest) -> JsonResponse:
    """The MapLibre style of the provider in `?theme=light|dark`."""
    theme = request.GET.get("theme", "light")
    if theme not in PALETTES:
        raise NotFound(f"There is no theme {theme!r}. Maybe light or dark.")
    provider = parse_provider(settings.TOWNSITE_MAP_PROVIDER)
    raster = provider.raster_tiles(theme)
    named = settings.TOWNSITE_MAP_ATTRIBUTION or provider.attribution
    document = raster_style(raster, named) if raster else style(theme, own_tiles())
    response = JsonResponse(document)
    response.headers["Cache-Control"] = A_DAY if "v" in request.GET else "no-cache"
    return response


def own_tiles() -> str:
    """The address of the own tiles, with the version of the file."""
    archive = open_archive()
    return "/basemap/{z}/{x}/{y}.mvt?v=" + (archive.version if archive else "0")
