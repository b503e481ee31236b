"""What describes our tiles to a map: TileJSON 3.0.0 documents."""

from typing import Any, Final

MAX_ZOOM: Final = {"sites": 14, "territories": 12}
SITE_FIELDS: Final = {
    "count": "Number of sites of a cluster; absent on a single site",
    "number": "Site number",
    "name": "Site name",
    "facility_type": "Facility type",
    "status": "Status",
    "tier": "Performance tier",
    "health": "good, attention or poor",
    "territory": "Code of its territory",
    "color_index": "Color of its territory, 0 to 9",
}
TERRITORY_FIELDS: Final = {
    "code": "Territory code",
    "name": "Territory name",
    "level": "national, region, district or territory",
    "color_index": "Color, 0 to 9; neighbors differ",
}
LAYERS: Final = {
    "sites": {"sites": SITE_FIELDS},
    "territories": {"territories": TERRITORY_FIELDS, "territory_labels": TERRITORY_FIELDS},
}


def tilejson(name: str, address: str) -> dict[str, Any]:
    """The document of the tile set `name`; `address` is that of a tile with {z}, {x} and {y}."""
    return {
        "tilejson": "3.0.0",
        "name": f"Townsite {name}",
        "tiles": [address],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM[name],
        "vector_layers": [
            {"id": layer, "fields": fields} for layer, fields in LAYERS[name].items()
        ],
    }
