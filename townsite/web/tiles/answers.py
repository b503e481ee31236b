"""A tile as an answer over HTTP."""

import gzip
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

TILE_TYPE = "application/vnd.mapbox-vector-tile"
# A tile is one person's, and the next one may differ: ask again, and be told if nothing changed.
CACHING = "private, no-cache"
# Below this many bytes an answer fits into one network packet as it is.
WORTH_PACKING = 1_400


def answer(request: HttpRequest, tile: bytes) -> HttpResponse:
    """The tile, or 204 for an empty one, or 304 for one that the asker already has."""
    headers = {"Cache-Control": CACHING}
    if not tile:
        return HttpResponse(status=204, headers=headers)
    headers["ETag"] = f'W/"{blake2b(tile, digest_size=9).hexdigest()}"'
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    if len(tile) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        tile = gzip.compress(tile, compresslevel=1, mtime=0)
    response = HttpResponse(tile, content_type=TILE_TYPE, headers=headers)
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
