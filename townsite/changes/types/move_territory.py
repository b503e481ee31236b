"""A territory goes below another one, with everything under it."""

from collections.abc import Iterator
from typing import ClassVar

from townsite.access.choices import Permission
from townsite.changes.contents import path_of, tree_of
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, no_target, unknown_territory


class MoveTerritory(ChangeType):
    key: ClassVar[str] = "move_territory"
    label: ClassVar[str] = "Move a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    parent: Code | None = None

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if self.parent:
            yield from no_target(world, self.parent)
            if tree_of(self.parent, world) != tree_of(self.territory, world):
                yield f"{self.parent} belongs to another hierarchy than {self.territory}."
        if self.territory in path_of(self.parent, world):
            yield f"{self.parent} lies below {self.territory}, so it cannot become its parent."

    def facts(self, world: World) -> Facts:
        return {Fact("territory", f"{self.territory}.parent"): self.parent}
