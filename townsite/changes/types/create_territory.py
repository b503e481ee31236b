"""A new territory in the tree."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.contents import tree_of
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, no_target
from townsite.territories.choices import TerritoryStatus
from townsite.territories.models import MAIN_HIERARCHY_CODE, Hierarchy
from townsite.territories.site_rules import problems_of_rule


class CreateTerritory(ChangeType):
    key: ClassVar[str] = "create_territory"
    label: ClassVar[str] = "Create a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    code: Code = Field(pattern=r"^[A-Z0-9]+$")
    name: str = Field(min_length=1, max_length=255)
    level: Literal["national", "region", "district", "territory"] = "territory"
    kind: Literal["urban", "metro", "regional", "rural", "specialty"] = "regional"
    membership: Literal["boundary", "list", "rule"] = "list"
    membership_rule: dict[str, str] = Field(default_factory=dict)
    parent: Code | None = None
    # Of a territory at the top; one below another is in the hierarchy of its parent.
    hierarchy: Code = MAIN_HIERARCHY_CODE
    capacity_limit: float | None = Field(default=None, gt=0)
    allowed_states: list[str] = Field(default_factory=list)

    def check(self, world: World) -> Iterator[str]:
        if world.has_territory(self.code):
            yield f"Code {self.code} is taken by another territory. Choose another."
        if self.parent:
            yield from no_target(world, self.parent)
        elif not Hierarchy.objects.filter(code=self.hierarchy).exists():
            yield f"There is no hierarchy {self.hierarchy}."
        yield from problems_of_rule(self.membership_rule)
        if self.membership == "rule" and not self.membership_rule:
            yield f"Say which sites {self.code} takes: its rule has no attribute."

    def facts(self, world: World) -> Facts:
        values: dict[str, Any] = self.model_dump(exclude={"code"})
        values["hierarchy"] = tree_of(self.parent, world) if self.parent else self.hierarchy
        values["status"] = TerritoryStatus.ACTIVE.value
        return {Fact("territory", f"{self.code}.{name}"): each for name, each in values.items()}
