"""GeoJSON (RFC 7946): one row per feature, its properties as columns, its point as two more."""

import json
from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import shape

from townsite.imports.errors import FileRefused
from townsite.imports.reading.table import Row, Table, counted, named_header

UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    shapely.errors.ShapelyError,
)
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def geojson_table(text: str, encoding: str) -> Table:
    """A table of the features; shapes other than points stand at a point inside them.

    Raises FileRefused when it is no FeatureCollection in WGS84.
    """
    features = _features(_parsed(text))
    names = list(dict.fromkeys(name for each in features for name in each["properties"]))
    taken = {name.casefold() for name in names}
    places = [name for name in ("latitude", "longitude") if name not in taken]
    header = named_header([*names, *places])

    def rows() -> Iterator[Row]:
        for number, feature in enumerate(features, start=2):
            point = _point(feature.get("geometry"), number)
            cells = [_text(feature["properties"].get(name)) for name in names]
            yield Row(number, (*cells, *(point[name] for name in places)))

    return Table(kind="geojson", header=header, rows=lambda: counted(rows()), encoding=encoding)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            f"The file looks like GeoJSON but cannot be parsed ({error}). Maybe it was cut off."
        ) from error


def _features(document: Any) -> list[dict[str, Any]]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise FileRefused("The JSON is no GeoJSON FeatureCollection. Export it as GeoJSON.")
    if not features:
        raise FileRefused("The FeatureCollection holds no features.")
    _refuse_other_crs(document.get("crs"))
    return [_feature(each, number) for number, each in enumerate(features, start=1)]


def _feature(feature: Any, number: int) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties or {}, dict):
        raise FileRefused(f"Feature {number:,} has no properties. Each site must be a feature.")
    return {**feature, "properties": properties or {}}


def _refuse_other_crs(crs: Any) -> None:
    """Coordinates of another system would put every site in the sea."""
    if crs is not None and not any(name in json.dumps(crs) for name in WGS84):
        raise FileRefused(
            f"The coordinates are not WGS84 but {json.dumps(crs)[:120]}. "
            "Export with longitude and latitude (EPSG:4326), as RFC 7946 asks."
        )


def _point(geometry: Any, number: int) -> dict[str, str]:
    if geometry is None:
        return {"latitude": "", "longitude": ""}
    try:
        inside = shape(geometry).representative_point()
        return {"latitude": repr(inside.y), "longitude": repr(inside.x)}
    except UNREADABLE as error:
        raise FileRefused(
            f"The geometry of feature {number - 1:,} cannot be read: {json.dumps(geometry)[:80]}."
        ) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
