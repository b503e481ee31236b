"""A territory takes no sites any more; its history stays."""

from collections.abc import Iterator
from typing import ClassVar

from townsite.access.choices import Permission
from townsite.changes.contents import active_below, sites_in
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory
from townsite.territories.choices import TerritoryStatus


class CloseTerritory(ChangeType):
    key: ClassVar[str] = "close_territory"
    label: ClassVar[str] = "Close a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if world.has_territory(self.territory) and not world.is_open(self.territory):
            yield f"{self.territory} is closed already."
        sites = sites_in(self.territory, world)
        if sites:
            yield f"{self.territory} still has {len(sites):,} sites. Move them first."
        below = active_below(self.territory, world)
        if below:
            yield f"{', '.join(below)} still lie below {self.territory}. Move them first."

    def facts(self, world: World) -> Facts:
        return {Fact("territory", f"{self.territory}.status"): TerritoryStatus.INACTIVE.value}
