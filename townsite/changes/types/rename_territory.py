"""A territory gets another name or other settings; its code stays."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory


class RenameTerritory(ChangeType):
    """Sets only the fields that are given."""

    key: ClassVar[str] = "rename_territory"
    label: ClassVar[str] = "Rename or set up a territory"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    name: str | None = Field(default=None, min_length=1, max_length=255)
    kind: Literal["urban", "metro", "regional", "rural", "specialty"] | None = None
    membership: Literal["boundary", "list", "rule"] | None = None
    capacity_limit: float | None = Field(default=None, gt=0)
    allowed_states: list[str] | None = None

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if not self._given():
            yield f"Say what to change of {self.territory}."

    def facts(self, world: World) -> Facts:
        return {
            Fact("territory", f"{self.territory}.{name}"): value
            for name, value in self._given().items()
        }

    def _given(self) -> dict[str, Any]:
        return self.model_dump(exclude={"territory"}, exclude_none=True)
