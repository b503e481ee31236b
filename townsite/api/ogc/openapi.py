"""The OpenAPI 3.0 document of the OGC API, with every parameter of every address."""

from typing import Any, Final

from townsite.api.ogc import crs as systems
from townsite.api.ogc.collections import COLLECTIONS, Collection
from townsite.api.ogc.cql import LONGEST
from townsite.api.ogc.documents import GEOJSON, JSON, SCHEMA
from townsite.api.ogc.items import MOST, USUAL

PROBLEM: Final = {
    "description": "A refusal (RFC 9457); for a filter with `line` and `character`",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
TEXT: Final = {"type": "string"}
MOMENT: Final = "a day (its end) or a time of ISO 8601"
CRS: Final = {"type": "string", "format": "uri", "enum": list(systems.SYSTEMS)}


def api_description(base: str) -> dict[str, Any]:
    """The whole document; `base` is the address of the landing page without a slash at the end."""
    paths = {
        "/": _get("Landing page", "getLandingPage", JSON),
        "/api": _get("This document", "getApi", "application/vnd.oai.openapi+json;version=3.0"),
        "/conformance": _get("Classes of the standards that are kept", "getConformance", JSON),
        "/collections": _get("The collections", "getCollections", JSON),
    }
    for each in COLLECTIONS.values():
        paths |= _collection_paths(each)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Townsite, OGC API Features",
            "version": "1.0.0",
            "description": "Sites and territories within the reach of whoever asks.",
        },
        "servers": [{"url": base}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic"},
            },
            "schemas": {"Problem": _problem()},
        },
    }


def _collection_paths(each: Collection) -> dict[str, Any]:
    address, name = f"/collections/{each.id}", each.id.capitalize()
    key = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    return {
        address: _get(each.description, f"describe{name}", JSON),
        f"{address}/queryables": _get("What filters may name", f"get{name}Queryables", SCHEMA),
        f"{address}/items": _get(f"A page of {each.id}", f"get{name}", GEOJSON, _parameters(each)),
        f"{address}/items/{{id}}": _get(
            f"One of the {each.id}", f"getOneOf{name}", GEOJSON, [key, _query("crs", CRS)]
        ),
        f"/tiles/{each.id}.json": _get("TileJSON of vector tiles", f"get{name}Tiles", JSON),
    }


def _parameters(collection: Collection) -> list[dict[str, Any]]:
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    own = [
        _query("limit", limit),
        {
            **_query("bbox", box, "The lowest corner, then the highest"),
            "style": "form",
            "explode": False,
        },
        _query("bbox-crs", CRS),
        _query("crs", CRS),
        _query("datetime", TEXT, "A moment, or an interval such as 2026-01-01/.."),
        _query("as_of", TEXT, f"The territories of {MOMENT}"),
        _query("filter", {**TEXT, "maxLength": LONGEST}, "CQL2 text"),
        _query("filter-lang", {**TEXT, "enum": ["cql2-text"]}),
        _query("filter-crs", CRS),
        _query("after", TEXT, "The key to go on after, as `next` tells it"),
    ]
    return [*own, *(_query(name, TEXT, prop.title) for name, prop in collection.properties.items())]


def _query(name: str, schema: dict[str, Any], told: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "schema": schema,
        **({"description": told} if told else {}),
    }


def _get(
    summary: str, operation: str, kind: str, parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    answer = {"description": summary, "content": {kind: {"schema": {"type": "object"}}}}
    return {
        "get": {
            "summary": summary,
            "operationId": operation,
            "parameters": parameters or [],
            "responses": {"200": answer, "default": PROBLEM},
        }
    }


def _problem() -> dict[str, Any]:
    fields = dict.fromkeys(("type", "title", "detail", "instance", "request_id"), TEXT)
    numbers = {name: {"type": "integer"} for name in ("status", "line", "character")}
    return {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {**fields, **numbers},
    }
