"""A post of a territory becomes vacant."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory


class EndPost(ChangeType):
    key: ClassVar[str] = "end_post"
    label: ClassVar[str] = "End a post"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    role: Literal["manager", "backup"] = "manager"

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if world.get("post", f"{self.territory}.{self.role}") is None:
            yield f"{self.territory} has no {self.role}."

    def facts(self, world: World) -> Facts:
        return {Fact("post", f"{self.territory}.{self.role}"): None}
