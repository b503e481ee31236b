"""Territories get new shapes together, and sites follow the ground they lie on (domain 4.3)."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

import shapely
from django.contrib.gis.geos import MultiPolygon
from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.contents import primary_of, tree_of
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, no_target
from townsite.changes.types.shapes import multipolygon, overlap_problems, problem_of
from townsite.territories.boundaries.geometry import Coverage
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
        problems = [each for code in self._shapes for each in self._problems(code, world)]
        yield from problems
        if not problems:
            yield from overlap_problems(self._valid, world)

    def _problems(self, code: str, world: World) -> Iterator[str]:
        yield from no_target(world, code)
        problem = problem_of(self._shapes[code], code)
        if problem:
            yield problem

    def facts(self, world: World) -> Facts:
        facts: Facts = {
            Fact("boundary", code): shape.hexewkb.decode() for code, shape in self._valid.items()
        }
        moving = moving_sites(self.coverage, at=world.at)
        return facts | {
            primary_of(site.number, tree_of(site.gains, world)): site.gains for site in moving
        }

    @property
    def coverage(self) -> Coverage:
        """The shapes by code."""
        return {code: shapely.from_wkb(bytes(shape.wkb)) for code, shape in self._valid.items()}

    @property
    def _valid(self) -> dict[str, MultiPolygon]:
        return {code: shape for code, shape in self._shapes.items() if shape}

    @cached_property
    def _shapes(self) -> dict[str, MultiPolygon | None]:
        return {code: multipolygon(geometry) for code, geometry in self.boundaries.items()}
