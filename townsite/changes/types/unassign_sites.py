"""Sites lose their primary territory."""

from collections.abc import Iterator
from typing import ClassVar

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Numbers, unknown_sites


class UnassignSites(ChangeType):
    key: ClassVar[str] = "unassign_sites"
    label: ClassVar[str] = "Unassign sites"
    permission: ClassVar[Permission] = Permission.SITE_ASSIGN

    sites: Numbers

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)

    def facts(self, world: World) -> Facts:
        return {Fact("primary", number): None for number in self.sites}
