"""Sites get another class: facility type, service class, tier or commercial class (R-24)."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Numbers, unknown_sites
from townsite.sites.models import Site


class ClassifySites(ChangeType):
    key: ClassVar[str] = "classify_sites"
    label: ClassVar[str] = "Classify sites"
    permission: ClassVar[Permission] = Permission.SITE_CLASSIFY

    sites: Numbers
    facet: Literal["facility_type", "service_class", "tier", "commercial_class"]
    value: str

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)
        options = dict(Site._meta.get_field(self.facet).flatchoices)  # noqa: SLF001 - public by convention
        if self.value not in options:
            offered = ", ".join(str(each) for each in options)
            yield f"“{self.value}” is no {self.facet.replace('_', ' ')}. Use one of {offered}."

    def facts(self, world: World) -> Facts:
        return {Fact("site", f"{number}.{self.facet}"): self.value for number in self.sites}
