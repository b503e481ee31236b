"""Shapes as GeoJSON for the maps of these pages."""

from typing import Any

import orjson
import shapely

from townsite.territories.boundaries.geometry import Coverage

# Triangles below the square of this many degrees are left out: nobody sees them from far.
DISPLAY_DEGREES = 0.002
DISPLAY_GRID = 1e-6


def collection(coverage: Coverage, *, thin: bool = True) -> dict[str, Any]:
    """A FeatureCollection with the code as property.

    Thinned together, so that common borders stay common; `thin=False` for shapes that may overlap
    or be invalid.
    """
    codes = [code for code, shape in coverage.items() if not shape.is_empty]
    shapes = [coverage[code] for code in codes]
    if thin:
        shapes = shapely.coverage_simplify(shapes, DISPLAY_DEGREES)
    texts = shapely.to_geojson(shapely.set_precision(shapes, DISPLAY_GRID, mode="pointwise"))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": {"code": code},
                "geometry": orjson.loads(text),
            }
            for code, text in zip(codes, texts, strict=True)
        ],
    }
