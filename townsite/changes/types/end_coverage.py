"""A territory no longer covers sites."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Code, Numbers


class EndCoverage(ChangeType):
    key: ClassVar[str] = "end_coverage"
    label: ClassVar[str] = "End coverage"
    permission: ClassVar[Permission] = Permission.SITE_ASSIGN

    sites: Numbers
    territory: Code
    kind: Literal["secondary", "temporary", "emergency", "shadow"] = "temporary"

    def check(self, world: World) -> Iterator[str]:
        for fact in self.facts(world):
            if world.get(*fact) is None:
                number = fact.subject.split(".")[0]
                yield f"{self.territory} gives no {self.kind} coverage to site {number}."

    def facts(self, world: World) -> Facts:
        return {
            Fact("coverage", f"{number}.{self.territory}.{self.kind}"): None
            for number in self.sites
        }
