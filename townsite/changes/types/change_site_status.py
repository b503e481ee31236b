"""Sites take a step of their lifecycle (domain 4.0)."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar, Literal

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType, Numbers, unknown_sites
from townsite.sites.actions import STEPS


class ChangeSiteStatus(ChangeType):
    """`verb` is the step; closing needs a date."""

    key: ClassVar[str] = "change_site_status"
    label: ClassVar[str] = "Change the status of sites"
    permission: ClassVar[Permission] = Permission.SITE_DEACTIVATE

    sites: Numbers
    verb: Literal["submit", "activate", "suspend", "reactivate", "deactivate"]
    close_date: dt.date | None = None

    def check(self, world: World) -> Iterator[str]:
        yield from unknown_sites(world, self.sites)
        step = STEPS[self.verb]
        if step.needs_close_date and self.close_date is None:
            yield "Give the date on which the sites close."
        for number in self.sites:
            status = world.get("site", f"{number}.status")
            if status and status not in step.starts:
                yield f"Site {number} is {status}; from there it cannot {self.verb}."

    def facts(self, world: World) -> Facts:
        step = STEPS[self.verb]
        facts: Facts = {
            Fact("site", f"{number}.status"): step.target.value for number in self.sites
        }
        if step.needs_close_date and self.close_date:
            day = self.close_date.isoformat()
            facts |= {Fact("site", f"{number}.close_date"): day for number in self.sites}
        return facts
