"""A territory gets another name or other settings; its code stays."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory
from townsite.territories.site_rules import problems_of_rule


class RenameTerritory(ChangeType):
    """Sets only the fields that are given; `clear` names those that will have no value."""

    key: ClassVar[str] = "rename_territory"
    label: ClassVar[str] = "Rename or set up a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    name: str | None = Field(default=None, min_length=1, max_length=255)
    kind: Literal["urban", "metro", "regional", "rural", "specialty"] | None = None
    membership: Literal["boundary", "list", "rule"] | None = None
    membership_rule: dict[str, str] | None = None
    capacity_limit: float | None = Field(default=None, gt=0)
    allowed_states: list[str] | None = None
    clear: list[Literal["capacity_limit"]] = Field(default_factory=list)

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if not self._given():
            yield f"Say what to change of {self.territory}."
        yield from problems_of_rule(self.membership_rule or {})
        rule = world.get("territory", f"{self.territory}.membership_rule")
        if self.membership == "rule" and not (
            rule if self.membership_rule is None else self.membership_rule
        ):
            yield f"Say which sites {self.territory} takes: its rule has no attribute."

    def facts(self, world: World) -> Facts:
        return {
            Fact("territory", f"{self.territory}.{name}"): value
            for name, value in self._given().items()
        }

    def _given(self) -> dict[str, Any]:
        given = self.model_dump(exclude={"territory", "clear"}, exclude_none=True)
        return {**given, **dict.fromkeys(self.clear)}
