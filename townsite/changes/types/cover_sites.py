"""A territory covers sites beside their primary one: shared, for leave, or in an emergency."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, Numbers, no_target, unknown_sites
from townsite.territories.choices import TIME_BOXED


class CoverSites(ChangeType):
    key: ClassVar[str] = "cover_sites"
    label: ClassVar[str] = "Cover sites"
    permission: ClassVar[Permission] = Permission.SITE_ASSIGN

    sites: Numbers
    territory: Code
    kind: Literal["secondary", "temporary", "emergency", "shadow"] = "temporary"
    until: AwareDatetime | None = None

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)
        yield from no_target(world, self.territory)
        if self.kind in TIME_BOXED and self.until is None:
            yield f"{self.kind.capitalize()} coverage is time-boxed. Say when it ends."
        if self.until and self.until <= world.at:
            yield f"The coverage would have ended already, on {self.until:%F}."

    def facts(self, world: World) -> Facts:
        until = self.until.isoformat() if self.until else None
        return {
            Fact("coverage", f"{number}.{self.territory}.{self.kind}"): {"until": until}
            for number in self.sites
        }
