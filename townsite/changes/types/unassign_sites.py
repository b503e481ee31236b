"""Sites lose their primary territory."""

from collections.abc import Iterator
from typing import ClassVar

from townsite.access.choices import Permission
from townsite.changes.contents import primary_of
from townsite.changes.facts import Facts, World
from townsite.changes.types.base import ChangeType, Code, Numbers, unknown_sites
from townsite.territories.models import MAIN_HIERARCHY_CODE, Hierarchy


class UnassignSites(ChangeType):
    key: ClassVar[str] = "unassign_sites"
    label: ClassVar[str] = "Unassign sites"
    permission: ClassVar[Permission] = Permission.SITE_ASSIGN

    sites: Numbers
    # Code of the hierarchy that they leave; the others stay as they are.
    hierarchy: Code = MAIN_HIERARCHY_CODE

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)
        if not Hierarchy.objects.filter(code=self.hierarchy).exists():
            yield f"There is no hierarchy {self.hierarchy}."

    def facts(self, world: World) -> Facts:
        return {primary_of(number, self.hierarchy): None for number in self.sites}
