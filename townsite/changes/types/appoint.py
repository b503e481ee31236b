"""Somebody becomes manager or backup of a territory, in place of who was."""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from townsite.access.choices import Permission
from townsite.accounts.models import User
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, unknown_territory


class Appoint(ChangeType):
    """`email` names somebody with an account, `name` somebody without."""

    key: ClassVar[str] = "appoint"
    label: ClassVar[str] = "Appoint a manager or backup"
    permission: ClassVar[Permission] = Permission.TERRITORY_EDIT

    territory: Code
    role: Literal["manager", "backup"] = "manager"
    email: str = ""
    name: str = Field(default="", max_length=150)

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_territory(world, self.territory)
        if bool(self.email) == bool(self.name):
            yield "Give either the e-mail of an account or the name of somebody without one."
        elif self.email and self._user is None:
            yield f"Nobody signs in as {self.email}."

    def facts(self, world: World) -> Facts:
        user = self._user
        holder = {"name": str(user) if user else self.name, "user": str(user.pk) if user else None}
        return {Fact("post", f"{self.territory}.{self.role}"): holder}

    @cached_property
    def _user(self) -> User | None:
        return User.objects.filter(email__iexact=self.email, is_active=True).first()
