"""Sites get a primary territory, or another one than they have."""

from collections.abc import Iterator
from typing import ClassVar

from townsite.access.choices import Permission
from townsite.changes.contents import primary_of, tree_of
from townsite.changes.facts import Facts, World
from townsite.changes.types.base import ChangeType, Code, Numbers, no_target, unknown_sites


class AssignSites(ChangeType):
    """Assigns or reassigns; a site has one primary at a time in each hierarchy (R-09)."""

    key: ClassVar[str] = "assign_sites"
    label: ClassVar[str] = "Assign sites"
    permission: ClassVar[Permission] = Permission.SITE_ASSIGN

    sites: Numbers
    territory: Code

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)
        yield from no_target(world, self.territory)

    def facts(self, world: World) -> Facts:
        tree = tree_of(self.territory, world)
        return {primary_of(number, tree): self.territory for number in self.sites}
