"""Territories get new shapes together, and sites follow the ground they lie on (domain 4.3)."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

import shapely
from django.contrib.gis.geos import MultiPolygon
from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, no_target
from townsite.changes.types.shapes import multipolygon, problem_of
from townsite.territories.boundaries.preview import moving_sites


class RedrawBoundaries(ChangeType):
    """`boundaries` maps codes to GeoJSON; a shared border is moved on both sides in one change.

    Sites of a territory whose members lie in its boundary go to whoever gets their ground; those
    that were placed by hand stay.
    """

    key: ClassVar[str] = "redraw_boundaries"
    label: ClassVar[str] = "Redraw boundaries"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    boundaries: dict[Code, dict[str, Any]] = Field(min_length=1, max_length=500)

    def check(self, world: World) -> Iterator[str]:
        for code, shape in self._shapes.items():
            yield from no_target(world, code)
            problem = problem_of(shape, code)
            if problem:
                yield problem

    def facts(self, world: World) -> Facts:
        shapes = {code: shape for code, shape in self._shapes.items() if shape}
        facts: Facts = {
            Fact("boundary", code): shape.hexewkb.decode() for code, shape in shapes.items()
        }
        drawn = {code: shapely.from_wkb(bytes(shape.wkb)) for code, shape in shapes.items()}
        moving = moving_sites(drawn, at=world.at)
        return facts | {Fact("primary", site.number): site.gains for site in moving}

    @cached_property
    def _shapes(self) -> dict[str, MultiPolygon | None]:
        return {code: multipolygon(geometry) for code, geometry in self.boundaries.items()}
