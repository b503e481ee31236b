"""Somebody stands in for the manager of a territory: on leave, or while the post is vacant."""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from townsite.access.choices import Permission
from townsite.access.covering import longest_cover
from townsite.accounts.models import User
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory


class CoverTerritory(ChangeType):
    """`person` is the e-mail of who stands in; without `starts` from the effect on."""

    key: ClassVar[str] = "cover_territory"
    label: ClassVar[str] = "Cover for leave or vacancy"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    person: str = Field(min_length=1, max_length=254)
    cause: Literal["leave", "vacancy"] = "leave"
    starts: AwareDatetime | None = None
    until: AwareDatetime

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if self._user is None:
            yield f"Nobody signs in as {self.person}."
        begins = max(self.starts or world.at, world.at)
        if self.until <= begins:
            yield f"The cover would end on {self.until:%F %H:%M}, before it begins."
        longest = longest_cover(at=world.at)
        if self.until - begins > longest:
            yield f"Nobody stands in for longer than {longest.days} days at a time."
        if self.cause == "leave" and not self._manager(world):
            yield f"{self.territory} has no manager who could be on leave: the post is vacant."
        if self._user and self._manager(world).get("user") == str(self._user.pk):
            yield f"{self._user} manages {self.territory}, so cannot stand in for themselves."

    def facts(self, world: World) -> Facts:
        if self._user is None:
            return {}
        value = {
            "cause": self.cause,
            "from": self.starts.isoformat() if self.starts else "",
            "until": self.until.isoformat(),
            "absent": self._manager(world).get("name", "") if self.cause == "leave" else "",
        }
        return {Fact("cover", f"{self.territory}.{self._user.email}"): value}

    def _manager(self, world: World) -> dict[str, str]:
        return world.get("post", f"{self.territory}.manager") or {}

    @cached_property
    def _user(self) -> User | None:
        return User.objects.filter(email__iexact=self.person, is_active=True).first()
