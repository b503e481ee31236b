"""Fields of sites get new values: one site's own, or the same on many."""

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.facts.site import FIELDS, from_json
from townsite.changes.types.base import ChangeType, Numbers, unknown_sites
from townsite.common.errors import Problem
from townsite.sites.choices import Facet


class EditSites(ChangeType):
    """Sets `values` on every site; the classification has its own type."""

    key: ClassVar[str] = "edit_sites"
    label: ClassVar[str] = "Change site fields"
    permission: ClassVar[Permission] = Permission.SITE_EDIT

    sites: Numbers
    values: dict[str, Any] = Field(min_length=1)

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)
        for name, value in self.values.items():
            if name not in FIELDS or name in Facet.values:
                yield f"The field “{name}” cannot be changed here."
                continue
            try:
                from_json(name, value)
            except Problem as problem:
                yield problem.detail

    def facts(self, world: World) -> Facts:
        return {
            Fact("site", f"{number}.{name}"): value
            for number in self.sites
            for name, value in self.values.items()
        }
