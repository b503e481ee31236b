"""Reading the shapes that payloads hold, and what is wrong with them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon

from townsite.changes.facts import World
from townsite.territories.boundaries.problems import overlaps_made_by

NAMED_OVERLAPS = 5


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
    if shape.empty:
        return f"The boundary of {code} is empty. Close the territory instead."
    if not shape.valid:
        return f"The boundary of {code} is not valid: {shape.valid_reason}. Mend it and try again."
    return ""


def overlap_problems(shapes: Mapping[str, MultiPolygon], world: World) -> Iterator[str]:
    """A sentence for each overlap of these valid shapes with peers, drafted ones included."""
    drafted = {
        fact.subject: GEOSGeometry(shape)
        for fact in world.laid_over("boundary")
        if fact.subject not in shapes and (shape := world.get(*fact))
    }
    laid = {code: shapely.from_wkb(bytes(each.wkb)) for code, each in {**drafted, **shapes}.items()}
    found = overlaps_made_by(laid, at=world.at)
    yield from (each.says for each in found[:NAMED_OVERLAPS])
    if len(found) > NAMED_OVERLAPS:
        yield f"And {len(found) - NAMED_OVERLAPS} more overlaps."
