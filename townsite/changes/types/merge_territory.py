"""A territory is taken up by another one: sites, what lies below it, its shape."""

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from townsite.access.choices import Permission
from townsite.changes.contents import children_of, path_of, primary_of, sites_in, tree_of
from townsite.changes.facts import Fact, Facts, Value, World
from townsite.changes.types.base import ChangeType, Code, no_target
from townsite.territories.choices import PostRole, TerritoryStatus


class MergeTerritory(ChangeType):
    """`territory` is closed; `into` gets what it had. Posts of the closed one end."""

    key: ClassVar[str] = "merge_territory"
    label: ClassVar[str] = "Merge a territory into another"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    into: Code

    def check(self, world: World) -> Iterator[str]:
        yield from no_target(world, self.territory)
        yield from no_target(world, self.into)
        if tree_of(self.territory, world) != tree_of(self.into, world):
            yield f"{self.into} belongs to another hierarchy than {self.territory}."
        if self.territory in path_of(self.into, world):
            yield f"{self.into} lies below {self.territory}; move it out first."

    def facts(self, world: World) -> Facts:
        code = self.territory
        tree = tree_of(code, world)
        facts: Facts = {primary_of(each, tree): self.into for each in sites_in(code, world)}
        for child in children_of(code, world):
            facts[Fact("territory", f"{child}.parent")] = self.into
        for role in PostRole.values:
            if world.get("post", f"{code}.{role}"):
                facts[Fact("post", f"{code}.{role}")] = None
        facts |= self._shapes(world)
        facts[Fact("territory", f"{code}.status")] = TerritoryStatus.INACTIVE.value
        return facts

    def _shapes(self, world: World) -> Facts:
        """The union, where both have a shape or the closed one has; a closed one has none."""
        own, other = (world.get("boundary", each) for each in (self.territory, self.into))
        if not own:
            return {}
        union: Value = own if not other else _joined(own, other)
        return {Fact("boundary", self.territory): None, Fact("boundary", self.into): union}


def _joined(one: str, other: str) -> str:
    shape = GEOSGeometry(one).union(GEOSGeometry(other))
    whole = MultiPolygon(shape, srid=4326) if isinstance(shape, Polygon) else shape
    return str(whole.hexewkb.decode())
