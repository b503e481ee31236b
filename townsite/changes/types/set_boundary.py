"""A territory gets a shape."""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory


class SetBoundary(ChangeType):
    """`geometry` is a GeoJSON polygon or multipolygon in WGS 84 (RFC 7946)."""

    key: ClassVar[str] = "set_boundary"
    label: ClassVar[str] = "Set a boundary"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    geometry: dict[str, Any]

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if self._shape is None:
            yield "The boundary is no GeoJSON polygon or multipolygon."
        elif not self._shape.valid:
            yield f"This boundary is not valid: {self._shape.valid_reason}. Mend it and try again."

    def facts(self, world: World) -> Facts:
        shape = self._shape
        return {Fact("boundary", self.territory): shape.hexewkb.decode() if shape else None}

    @cached_property
    def _shape(self) -> MultiPolygon | None:
        try:
            shape = GEOSGeometry(json.dumps(self.geometry), srid=4326)
        except (GEOSException, GDALException, ValueError):
            return None
        if isinstance(shape, Polygon):
            shape = MultiPolygon(shape, srid=4326)
        return shape if isinstance(shape, MultiPolygon) else None
