"""Reading the shapes that payloads hold."""

import json
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon


def multipolygon(geometry: dict[str, Any]) -> MultiPolygon | None:
    """The GeoJSON polygon or multipolygon in WGS 84 (RFC 7946); None for anything else."""
    try:
        shape = GEOSGeometry(json.dumps(geometry), srid=4326)
    except (GEOSException, GDALException, ValueError):
        return None
    if isinstance(shape, Polygon):
        shape = MultiPolygon(shape, srid=4326)
    return shape if isinstance(shape, MultiPolygon) else None


def problem_of(shape: MultiPolygon | None, code: str) -> str:
    """What is wrong with the shape of a territory; nothing when it can be its boundary."""
    if shape is None:
        return f"The boundary of {code} is no GeoJSON polygon or multipolygon."
    if not shape.valid:
        return f"The boundary of {code} is not valid: {shape.valid_reason}. Mend it and try again."
    return ""
