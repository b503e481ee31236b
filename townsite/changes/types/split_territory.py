"""A territory gives some of its sites to a new one beside it."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.contents import primary_of, tree_of
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, Numbers, no_target
from townsite.territories.choices import TerritoryStatus

# What the new territory takes over from the one it comes from.
SHARED = (
    "hierarchy", "level", "kind", "membership", "membership_rule", "allowed_states", "parent",
)  # fmt: skip


class SplitTerritory(ChangeType):
    key: ClassVar[str] = "split_territory"
    label: ClassVar[str] = "Split a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    code: Code = Field(pattern=r"^[A-Z0-9]+$")
    name: str = Field(min_length=1, max_length=255)
    sites: Numbers

    def check(self, world: World) -> Iterator[str]:
        yield from no_target(world, self.territory)
        if world.has_territory(self.code):
            yield f"Code {self.code} is taken by another territory. Choose another."
        tree = tree_of(self.territory, world)
        for number in self.sites:
            if world.get(*primary_of(number, tree)) != self.territory:
                yield f"Site {number} is not in {self.territory}, so it cannot leave it."

    def facts(self, world: World) -> Facts:
        values = {name: world.get("territory", f"{self.territory}.{name}") for name in SHARED}
        values |= {"name": self.name, "status": TerritoryStatus.ACTIVE.value}
        made = {Fact("territory", f"{self.code}.{name}"): each for name, each in values.items()}
        tree = tree_of(self.territory, world)
        return made | {primary_of(number, tree): self.code for number in self.sites}
