"""What territories carry before and after a change: sites, weighted load, revenue, drive."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import mean
from typing import Any

import numpy as np

from townsite.policies.contexts import context_of
from townsite.policies.resolution import PolicyContext, PolicySnapshot
from townsite.sites.models import Site
from townsite.sites.scoring import Standards, capacity_weight, facts_of
from townsite.territories.models import Territory
from townsite.territories.placement.travel import Bands, TravelPolicy, estimate, great_circle_m
from townsite.territories.policy_facts import territory_facts


@dataclass
class Load:
    """Of one territory: sites, weighted sites (R-07), cents a year, mean drive from its center."""

    sites: int = 0
    units: float = 0
    revenue_cents: int = 0
    drive_minutes: float | None = None
    findings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Weighing:
    """The policies of each territory, and what a site weighs there; one reading of the tree."""

    def __init__(self, policies: PolicySnapshot, paths: Mapping[str, str]) -> None:
        self.policies = policies
        self._facts = territory_facts()
        self._paths = paths

    def context(self, code: str) -> PolicyContext:
        """Where a territory's policies are asked; a new one has those of everywhere."""
        return context_of("", self._paths.get(code, code), self._facts)

    def units(self, site: Site, code: str) -> float:
        """Weighted sites (R-07)."""
        standards = Standards(self.policies, self.context(code))
        return capacity_weight(facts_of(site), site.complexity, standards).value

    def travel(self, code: str) -> TravelPolicy:
        """Circuity and speed by distance (R-12)."""
        keys = ("travel_bands_km", "circuity", "assumed_speed_km_per_hour")
        given = [self.policies.numbers(f"placement.{key}", self.context(code)) for key in keys]
        return TravelPolicy(*(Bands.of(each) for each in given))


def loads(sites: Iterable[tuple[Site, str | None]], weighing: Weighing) -> dict[str, Load]:
    """The load of each territory when each site is in the one beside it."""
    grouped = defaultdict[str, list[Site]](list)
    for site, code in sites:
        if code:
            grouped[code].append(site)
    centers = dict(
        Territory.objects.filter(code__in=grouped, center__isnull=False).values_list(
            "code", "center"
        )
    )
    return {
        code: Load(
            len(held),
            round(sum(weighing.units(site, code) for site in held), 1),
            sum(site.annual_revenue_cents or 0 for site in held),
            mean_drive_minutes(held, centers.get(code), weighing.travel(code)),
        )
        for code, held in grouped.items()
    }


def mean_drive_minutes(sites: list[Site], center: Any, policy: TravelPolicy) -> float | None:
    """Mean estimated drive from the territory's center, or from the middle of its sites.

    None where no site has a point.
    """
    points = [site.location for site in sites if site.location]
    if not points:
        return None
    x, y = np.array([point.x for point in points]), np.array([point.y for point in points])
    middle = (center.x, center.y) if center else (mean(x), mean(y))
    minutes = estimate(great_circle_m(x, y, *middle), policy).minutes
    return round(float(np.mean(minutes)), 1)
