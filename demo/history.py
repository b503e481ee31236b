"""Two years of each site: dated values and what happened, in order and in agreement."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from demo.lifecycle import Life
from demo.people import LOADER, REVIEWER, manager_of, superior_of
from demo.records import Happening, Site, Spell
from demo.territories import BY_CODE, TERRITORIES
from demo.timeline import Timeline

FACETS = ("facility_type", "service_class", "tier", "commercial_class")
# How often a facet changed once within the two years, what it may have been, and why.
CHANGES: dict[str, tuple[float, dict[str, tuple[str, ...]], str]] = {
    "tier": (0.17, {"1": ("2",), "2": ("3", "1"), "3": ("2",), "custom": ("1",)}, "Yearly review"),
    "service_class": (
        0.06,
        {"valet": ("self_parking",), "full_service": ("valet",), "hospitality": ("valet",),
         "shuttle": ("self_parking",), "self_parking": ("valet",)},
        "New service agreement",
    ),
    "commercial_class": (
        0.04,
        {"premium": ("standard",), "standard": ("basic",), "basic": ("standard",)},
        "Repositioned with the owner",
    ),
}  # fmt: skip
SUSPENSIONS = ("Garage renovation", "Storm damage to the entrance", "Elevator out of service",
               "Contract under review")  # fmt: skip
CLOSURES = ("Contract not renewed", "Property sold", "Converted to another use")
MOVED_SHARE = 0.035
UPDATED_SHARE = 0.5


@dataclass
class History:
    """What is told of all sites."""

    timeline: Timeline
    rng: Random
    spells: list[Spell] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def tell(self, life: Life) -> None:
        """Adds the spells and happenings of one site."""
        self._stations(life)
        self._assignments(life)
        self._facets(life)
        if life.site.status in ("active", "suspended") and self.rng.random() < UPDATED_SHARE:
            self._updates(life)

    def _stations(self, life: Life) -> None:
        site, rng = life.site, self.rng
        beginner = LOADER if life.is_migrated else manager_of(site)
        status = "active" if life.is_migrated else "draft"
        basics: dict[str, list[Any]] = {
            "name": [None, site.name], "city": [None, site.city], "state": [None, site.state],
            "facility_type": [None, site.facility_type], "status": [None, status],
        }  # fmt: skip
        reason = "Loaded from the former site list" if life.is_migrated else ""
        self._add(site, "site.created", life.created_at, beginner, why=reason, changes=basics)
        steps: tuple[tuple[str, datetime | None, str, str, list[Any]], ...] = (
            ("site.submitted", life.submitted_at, manager_of(site), "", ["draft", "pending"]),
            ("site.activated", life.activated_at, superior_of(site), "", ["pending", "active"]),
            ("site.suspended", life.suspended_at, manager_of(site), _one(SUSPENSIONS, rng),
             ["active", "suspended"]),
            ("site.reactivated", life.reactivated_at, superior_of(site), "Works completed",
             ["suspended", "active"]),
        )  # fmt: skip
        for kind, at, by, why, change in steps:
            if at:
                self._add(site, kind, at, by, why=why, changes={"status": change})
        self._ending(life)

    def _ending(self, life: Life) -> None:
        site = life.site
        if life.ended_at and site.status == "inactive":
            changes: dict[str, list[Any]] = {
                "status": ["active", "inactive"],
                "close_date": [None, str(site.close_date)],
            }
            why = _one(CLOSURES, self.rng)
            self._add(
                site, "site.deactivated", life.ended_at, superior_of(site), why=why, changes=changes
            )
        elif life.ended_at:
            changes = {"status": ["active", "merged"], "merged_into": [None, site.merged_into]}
            why = "Entered twice: same address and owner"
            self._add(
                site, "site.merged", life.ended_at, manager_of(site), why=why, changes=changes
            )

    def _assignments(self, life: Life) -> None:
        """The territories the site was in, with those before a split or a move."""
        site = life.site
        begun = life.submitted_at or life.created_at
        if site.status == "draft":
            return
        begun += timedelta(minutes=2)
        former, until, why = self._former_territory(site, begun)
        if former and until:
            self._assign(site, None, former, since=begun, until=until)
            self._assign(site, former, site.territory, since=until, why=why)
        else:
            self._assign(site, None, site.territory, since=begun)

    def _former_territory(self, site: Site, begun: datetime) -> tuple[str, datetime | None, str]:
        territory = BY_CODE[site.territory]
        if territory.split_from:
            day = self.timeline.today - timedelta(days=territory.split_days_ago)
            split = self.timeline.at(day, 14)
            return (
                territory.split_from,
                split if split > begun else None,
                f"{territory.name} opened",
            )
        rivals = [
            other.code
            for other in TERRITORIES
            if other.district == territory.district and site.state in other.states
            and other is not territory and not other.split_from
        ]  # fmt: skip
        spare = self.timeline.end - begun > timedelta(days=60)
        if rivals and spare and self.rng.random() < MOVED_SHARE:
            moved = self.timeline.between(begun + timedelta(days=30), self.timeline.end, self.rng)
            return rivals[0], moved, "Workload balanced between neighbors"
        return "", None, ""

    def _assign(
        self, site: Site, before: str | None, code: str, *, since: datetime,
        until: datetime | None = None, why: str = "",
    ) -> None:  # fmt: skip
        self.spells.append(Spell(site.number, "territory", code, since, until, why))
        by = LOADER if before is None and since < self._after_go_live() else superior_of(site)
        changes = {"territory": [before, code]}
        self._add(site, "site.assigned", since, by, why=why, changes=changes, territory=code)

    def _facets(self, life: Life) -> None:
        site = life.site
        for facet in FACETS:
            value = getattr(site, facet)
            if value:
                self._facet(life, facet, value)

    def _facet(self, life: Life, facet: str, value: str) -> None:
        site, rng, start = life.site, self.rng, life.created_at
        share, formers, why = CHANGES.get(facet, (0.0, {}, ""))
        lasted = (self.timeline.end - start).days
        if value not in formers or rng.random() > share or lasted < 200 or life.ended_at:  # noqa: PLR2004 - days before a first review
            self.spells.append(Spell(site.number, facet, value, start))
            return
        before = _one(formers[value], rng)
        at = self.timeline.between(start + timedelta(days=120), self.timeline.end, rng)
        self.spells.append(Spell(site.number, facet, before, start, at))
        self.spells.append(Spell(site.number, facet, value, at, None, why))
        by = REVIEWER if facet == "tier" else superior_of(site)
        self._add(site, "site.classified", at, by, why=why, changes={facet: [before, value]})

    def _updates(self, life: Life) -> None:
        """One or two edits, the last of which left today's values."""
        site, rng = life.site, self.rng
        begun = (life.activated_at or life.created_at) + timedelta(days=5)
        if (self.timeline.end - begun).days < 10:  # noqa: PLR2004 - too young to have been edited
            return
        for changes, why in _edits(site, rng):
            at = self.timeline.between(begun, self.timeline.end, rng)
            self._add(site, "site.updated", at, manager_of(site), why=why, changes=changes)

    def _add(
        self, site: Site, kind: str, at: datetime, by: str, *, why: str = "",
        changes: dict[str, list[Any]], territory: str = "",
    ) -> None:  # fmt: skip
        self.happenings.append(
            Happening(
                kind, at, by, "site", site.number, site.label, site.number,
                territory or site.territory, why, changes,
            )
        )  # fmt: skip

    def _after_go_live(self) -> datetime:
        return self.timeline.go_live + timedelta(hours=1)


def _edits(site: Site, rng: Random) -> list[tuple[dict[str, list[Any]], str]]:
    """Edits that end in the site's values as they are."""
    found: list[tuple[dict[str, list[Any]], str]] = []
    spaces, cents = site.parking_spaces, site.annual_revenue_cents
    if spaces and rng.random() < 0.35:  # noqa: PLR2004 - share
        former = max(1, spaces - 5 * (1 + int(rng.random() * 8)))
        found.append(
            ({"parking_spaces": [former, spaces]}, "Spaces counted again after restriping")
        )
    if cents and rng.random() < 0.6:  # noqa: PLR2004 - share
        former = round(cents * (0.86 + 0.2 * rng.random()) / 10_000) * 10_000
        if former != cents:
            found.append(({"annual_revenue_cents": [former, cents]}, "Yearly revenue"))
    if site.vendor_code and rng.random() < 0.15:  # noqa: PLR2004 - share
        found.append(({"vendor_code": ["", site.vendor_code]}, "Vendor set up by finance"))
    return found


def _one(choices: tuple[str, ...], rng: Random) -> str:
    return choices[int(rng.random() * len(choices))]
