"""A new territory in the tree."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, no_target
from townsite.territories.choices import TerritoryStatus


class CreateTerritory(ChangeType):
    key: ClassVar[str] = "create_territory"
    label: ClassVar[str] = "Create a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    code: Code = Field(pattern=r"^[A-Z0-9]+$")
    name: str = Field(min_length=1, max_length=255)
    level: Literal["national", "region", "district", "territory"] = "territory"
    kind: Literal["urban", "metro", "regional", "rural", "specialty"] = "regional"
    membership: Literal["boundary", "list", "rule"] = "list"
    parent: Code | None = None
    capacity_limit: float | None = Field(default=None, gt=0)
    allowed_states: list[str] = Field(default_factory=list)

    def check(self, world: World) -> Iterator[str]:
        if world.has_territory(self.code):
            yield f"Code {self.code} is taken by another territory. Choose another."
        if self.parent:
            yield from no_target(world, self.parent)

    def facts(self, world: World) -> Facts:
        values: dict[str, Any] = self.model_dump(exclude={"code"})
        values["status"] = TerritoryStatus.ACTIVE.value
        return {Fact("territory", f"{self.code}.{name}"): each for name, each in values.items()}
