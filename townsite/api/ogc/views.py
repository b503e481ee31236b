"""OGC API Features (17-069r4, 18-058r1, 19-079r2) over sites and territories, read only.

Whoever is signed in sees what lies within their reach: row-level security decides, not this code.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from townsite.api.errors import problem
from townsite.api.ogc import documents
from townsite.api.ogc.collections import COLLECTIONS, collection_named
from townsite.api.ogc.items import extent_of, feature_of, page_of, read_question
from townsite.api.ogc.openapi import api_description
from townsite.api.sign_in import may_read
from townsite.common import clock
from townsite.common.errors import Invalid, Problem, http_status
from townsite.common.rendering import dumps
from townsite.directory.tilejson import tilejson

NEEDED = "Send a token (Authorization: Bearer …, or Basic with the token as password)."
View = Callable[..., HttpResponse]


def ogc(view: View) -> View:
    """A decorator: 401 without session or token, refusals as problem+json; a bad parameter is 400."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return problem(request, 401, "sign-in-needed", "Sign in first", NEEDED)
        try:
            return view(request, **kwargs)
        except Problem as error:
            status = 400 if isinstance(error, Invalid) else http_status(error)
            return problem(request, status, error.code, error.title, error.detail, **error.extra)

    return require_safe(login_not_required(guarded))


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/api/ogc")


def _json(value: Any, kind: str = documents.JSON) -> HttpResponse:
    return HttpResponse(
        dumps(value), content_type=kind, headers={"Cache-Control": "private, no-cache"}
    )


@ogc
def landing_view(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    return _json(documents.landing(_base(request)))


@ogc
def api_view(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return _json(api_description(_base(request)), documents.OPENAPI)


@ogc
def conformance_view(request: HttpRequest) -> HttpResponse:
    """The classes of the standards that are kept."""
    return _json({"conformsTo": documents.CONFORMANCE})


@ogc
def collections_view(request: HttpRequest) -> HttpResponse:
    """All collections that the caller may read."""
    base = _base(request)
    found = [
        documents.described(each, base, extent_of(each))
        for each in COLLECTIONS.values()
        if may_read(request, each.id)
    ]
    links = [documents.link(f"{base}/collections", "self")]
    return _json({"links": links, "collections": found})


@ogc
def collection_view(request: HttpRequest, name: str) -> HttpResponse:
    """One collection."""
    collection = collection_named(name)
    return _json(documents.described(collection, _base(request), extent_of(collection)))


@ogc
def queryables_view(request: HttpRequest, name: str) -> HttpResponse:
    """What filters may name."""
    return _json(documents.queryables(collection_named(name), _base(request)), documents.SCHEMA)


@ogc
def items_view(request: HttpRequest, name: str) -> HttpResponse:
    """A page of features."""
    now = clock.now()
    question = read_question(collection_named(name), request.GET.dict(), at=now)
    found = page_of(question)
    address = f"{_base(request)}/collections/{name}/items"
    links = [documents.link(_with(address, request), "self", documents.GEOJSON)]
    if found.next:
        links.append(
            documents.link(_with(address, request, after=found.next), "next", documents.GEOJSON)
        )
    head = {
        "type": "FeatureCollection",
        "timeStamp": now.isoformat(timespec="seconds"),
        "numberReturned": len(found.features),
        **({} if found.matched is None else {"numberMatched": found.matched}),
        "links": links,
    }
    body = dumps(head)[:-1] + b',"features":[' + ",".join(found.features).encode() + b"]}"
    return _features(body, question.crs)


@ogc
def item_view(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One feature."""
    question = read_question(collection_named(name), request.GET.dict(), at=clock.now())
    feature = feature_of(question, key)
    base = f"{_base(request)}/collections/{name}"
    links = [
        documents.link(f"{base}/items/{key}", "self", documents.GEOJSON),
        documents.link(base, "collection"),
    ]
    return _features(feature[:-1].encode() + b',"links":' + dumps(links) + b"}", question.crs)


@ogc
def tileset_view(request: HttpRequest, name: str) -> HttpResponse:
    """The TileJSON document of a collection's vector tiles."""
    collection_named(name)
    tiles = request.build_absolute_uri(f"/tiles/{name}/") + "{z}/{x}/{y}.mvt"
    query = request.META["QUERY_STRING"]
    return _json(tilejson(name, tiles + (f"?{query}" if query else "")))


def _features(body: bytes, crs: str) -> HttpResponse:
    headers = {"Content-Crs": f"<{crs}>", "Cache-Control": "private, no-cache"}
    return HttpResponse(body, content_type=documents.GEOJSON, headers=headers)


def _with(address: str, request: HttpRequest, **more: str) -> str:
    query = {**request.GET.dict(), **more}
    return f"{address}?{urlencode(query)}" if query else address
