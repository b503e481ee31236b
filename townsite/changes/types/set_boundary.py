"""A territory gets a shape; its sites stay where they are."""

from collections.abc import Iterator
from typing import Any, ClassVar

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory
from townsite.changes.types.shapes import multipolygon, overlap_problems, problem_of


class SetBoundary(ChangeType):
    """`geometry` is a GeoJSON polygon or multipolygon in WGS 84 (RFC 7946)."""

    key: ClassVar[str] = "set_boundary"
    label: ClassVar[str] = "Set a boundary"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    geometry: dict[str, Any]

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        shape = multipolygon(self.geometry)
        problem = problem_of(shape, self.territory)
        if problem:
            yield problem
        elif shape:
            yield from overlap_problems({self.territory: shape}, world)

    def facts(self, world: World) -> Facts:
        shape = multipolygon(self.geometry)
        return {Fact("boundary", self.territory): shape.hexewkb.decode() if shape else None}
