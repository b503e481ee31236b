"""The documents around the features: landing page, conformance, collections, queryables."""

from typing import Any, Final

from townsite.api.ogc import crs as systems
from townsite.api.ogc.collections import COLLECTIONS, Collection
from townsite.api.ogc.cql import GEOMETRY

JSON, GEOJSON, SCHEMA = "application/json", "application/geo+json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMANCE: Final = [
    *[f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{n}" for n in ("core", "geojson", "oas30")],
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    *[
        f"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ],
    *[
        f"http://www.opengis.net/spec/cql2/1.0/conf/{name}"
        for name in (
            "cql2-text", "basic-cql2", "advanced-comparison-operators",
            "case-insensitive-comparison", "accent-insensitive-comparison", "basic-spatial-functions",
            "basic-spatial-functions-plus", "spatial-functions", "temporal-functions",
            "property-property", "arithmetic",
        )
    ],
]  # fmt: skip


def link(href: str, rel: str, kind: str = JSON, title: str = "") -> dict[str, str]:
    """A link of RFC 8288 as JSON."""
    return {"href": href, "rel": rel, "type": kind, **({"title": title} if title else {})}


def landing(base: str) -> dict[str, Any]:
    """The landing page; `base` is its own address without a slash at the end."""
    tiles = [
        link(
            f"{base}/tiles/{name}.json",
            "tilesets-vector",
            JSON,
            f"Vector tiles of {name} (TileJSON)",
        )
        for name in COLLECTIONS
    ]
    return {
        "title": "Townsite",
        "description": "Sites and territories within the reach of whoever asks.",
        "links": [
            link(f"{base}/", "self", JSON),
            link(f"{base}/api", "service-desc", OPENAPI),
            link(f"{base}/conformance", "conformance"),
            link(f"{base}/collections", "data"),
            *tiles,
        ],
    }


def described(collection: Collection, base: str, extent: list[float] | None) -> dict[str, Any]:
    """One collection with its links, extent and systems of coordinates."""
    address = f"{base}/collections/{collection.id}"
    box = {"spatial": {"bbox": [extent], "crs": systems.CRS84}} if extent else {}
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "extent": box,
        "crs": list(systems.SYSTEMS),
        "storageCrs": systems.CRS84,
        "links": [
            link(address, "self"),
            link(f"{address}/items", "items", GEOJSON),
            link(
                f"{address}/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", SCHEMA
            ),
        ],
    }


def queryables(collection: Collection, base: str) -> dict[str, Any]:
    """What filters may name, as JSON Schema."""
    shown = {
        name: {
            "title": prop.title or name.replace("_", " ").capitalize(),
            "type": prop.type,
            **({"format": prop.format} if prop.format else {}),
        }
        for name, prop in collection.properties.items()
    }
    shown[GEOMETRY] = {"format": f"geometry-{collection.geometry_type.lower()}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/collections/{collection.id}/queryables",
        "type": "object",
        "title": collection.title,
        "properties": shown,
        "additionalProperties": False,
    }
