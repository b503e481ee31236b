"""Somebody no longer stands in at a territory: the manager is back early, or the post is filled."""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from pydantic import Field

from townsite.access.choices import Permission
from townsite.accounts.models import User
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory


class EndCover(ChangeType):
    key: ClassVar[str] = "end_cover"
    label: ClassVar[str] = "End cover for leave or vacancy"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    person: str = Field(min_length=1, max_length=254)

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if world.has_territory(self.territory) and world.get(*self._fact) is None:
            yield f"{self.person} does not stand in at {self.territory}."

    def facts(self, world: World) -> Facts:
        return {self._fact: None}

    @cached_property
    def _fact(self) -> Fact:
        user = User.objects.filter(email__iexact=self.person).first()
        return Fact("cover", f"{self.territory}.{user.email if user else self.person}")
