"""Boundaries of the demo's territories: whole counties of the packaged atlas, joined."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from shapely.geometry.base import BaseGeometry

from demo.counties import territory_of_county
from demo.geography import geography
from demo.organisation import Organisation
from demo.people import ADMINISTRATOR
from demo.records import Happening
from demo.territories import TERRITORIES
from townsite.access.demo_loading.ledger import Ledger
from townsite.common.periods import between, since
from townsite.common.topology import Shape, Topology
from townsite.sites.states import state_code
from townsite.territories.boundaries.faces import faces_of, joined
from townsite.territories.boundaries.geometry import areas
from townsite.territories.boundaries.units import ATLAS
from townsite.territories.models import Boundary


@dataclass(frozen=True)
class Version:
    """A shape that a territory had from `begun` until `ended` (None: it still has)."""

    code: str
    number: int
    shape: BaseGeometry
    begun: datetime
    ended: datetime | None = None


def territory_shapes(root: Path) -> dict[str, BaseGeometry]:
    """The present shape of each territory; empty when the atlas is not installed."""
    path = root / ATLAS
    if not path.exists():
        return {}
    atlas, land = Topology(path), geography()
    states = {each.id: state_code(each.properties["name"]) for each in atlas.shapes("states")}
    counties: dict[str, list[BaseGeometry]] = defaultdict(list)
    for county in atlas.shapes("counties"):
        state, outline = states.get(county.id[:2]), _outline(county)
        if state:
            middle = outline.representative_point()
            name = county.properties["name"]
            territory = territory_of_county(land, state, name, middle.x, middle.y)
            if territory:
                counties[territory.code].append(outline)
    # Noded together: the atlas rounds some counties into their neighbors.
    joint = {code: areas(shapely.union_all(parts)) for code, parts in counties.items()}
    return joined(faces_of(joint, []))


def load_boundaries(
    shapes: dict[str, BaseGeometry], organisation: Organisation, ledger: Ledger
) -> list[Happening]:
    """Writes every version of every boundary; what to tell of them."""
    versions = _versions(shapes, organisation)
    Boundary.objects.bulk_create(
        Boundary(
            territory=ledger.territories[each.code],
            geometry=_multipolygon(each.shape),
            version=each.number,
            valid_during=between(each.begun, each.ended) if each.ended else since(each.begun),
        )
        for each in versions
    )
    return [_happening(each, ledger) for each in versions]


def _versions(shapes: dict[str, BaseGeometry], organisation: Organisation) -> list[Version]:
    """One version for most; two for a territory that another one was split from."""
    parted = {each.split_from: each for each in TERRITORIES if each.split_from}
    found = []
    for territory in TERRITORIES:
        shape = shapes.get(territory.code)
        if shape is None:
            continue
        begun = organisation.founded(territory)
        child = parted.get(territory.code)
        if child and child.code in shapes:
            split = organisation.founded(child)
            whole = shapely.union(shape, shapes[child.code])
            found.append(Version(territory.code, 1, whole, begun, split))
            found.append(Version(territory.code, 2, shape, split))
        else:
            found.append(Version(territory.code, 1, shape, begun))
    return found


def _happening(version: Version, ledger: Ledger) -> Happening:
    return Happening(
        "territory.boundary_set",
        version.begun + timedelta(minutes=2),
        ADMINISTRATOR,
        "territory",
        version.code,
        str(ledger.territories[version.code]),
        territory=version.code,
        changes={"boundary_version": [version.number - 1 or None, version.number]},
    )


def _outline(county: Shape) -> BaseGeometry:
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in county.polygons]
    # A few rings of the atlas touch themselves after rounding.
    return shapely.make_valid(shapely.MultiPolygon(parts))


def _multipolygon(shape: BaseGeometry) -> MultiPolygon:
    """The areas of the shape, without the stray lines that mending leaves."""
    areas = [part for part in _parts(shape) if isinstance(part, shapely.Polygon)]
    joined = shapely.MultiPolygon(areas)
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(joined)), srid=4326)
    if not isinstance(geometry, MultiPolygon):
        raise TypeError(f"A territory's shape became a {geometry.geom_type}.")
    return geometry


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        yield from shapely.get_parts(part)
