"""What territories carry before and after a change: sites, weighted load, revenue, drive."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townsite.changes.impact.sites import MeasuredSites
from townsite.policies.contexts import context_of
from townsite.policies.resolution import PolicyContext, PolicySnapshot
from townsite.sites.scoring import SiteFacts, Standards, capacity_weight
from townsite.territories.models import Territory
from townsite.territories.placement.travel import Bands, TravelPolicy, estimate, great_circle_m
from townsite.territories.policy_facts import territory_facts

# Of a site's facts the weight asks for its contract models alone, which nobody knows yet.
UNKNOWN = SiteFacts(facility_type="", is_24_7=False)


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
    """The policies of each territory, and what sites weigh there; one reading of the tree."""

    def __init__(self, policies: PolicySnapshot, paths: Mapping[str, str]) -> None:
        self.policies = policies
        self._facts = territory_facts()
        self._paths = paths
        self._contexts = dict[str, PolicyContext]()

    def context(self, code: str) -> PolicyContext:
        """Where a territory's policies are asked; a new one has those of everywhere."""
        if code not in self._contexts:
            path = self._paths.get(code, code)
            self._contexts[code] = context_of("", path, self._facts)
        return self._contexts[code]

    def units(self, complexity: NDArray[np.float64], code: str) -> float:
        """Weighted sites (R-07) of all sites of these complexities together."""
        standards = Standards(self.policies, self.context(code))
        kinds, counts = np.unique(complexity, return_counts=True)
        weights = [
            capacity_weight(UNKNOWN, None if np.isnan(kind) else int(kind), standards).value
            for kind in kinds
        ]
        return float(np.dot(weights, counts))

    def travel(self, code: str) -> TravelPolicy:
        """Circuity and speed by distance (R-12)."""
        keys = ("travel_bands_km", "circuity", "assumed_speed_km_per_hour")
        given = [self.policies.numbers(f"placement.{key}", self.context(code)) for key in keys]
        return TravelPolicy(*(Bands.of(each) for each in given))


def loads(sites: MeasuredSites, places: NDArray[np.int64], weighing: Weighing) -> dict[str, Load]:
    """The load of each territory that holds sites, when each is in the one at its place."""
    centers = dict(
        Territory.objects.filter(code__in=sites.codes, center__isnull=False).values_list(
            "code", "center"
        )
    )
    order = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[order], np.arange(len(sites.codes) + 1))
    return {
        code: _load(sites, order[starts[n] : starts[n + 1]], code, centers.get(code), weighing)
        for n, code in enumerate(sites.codes)
        if starts[n] < starts[n + 1]
    }


def _load(
    sites: MeasuredSites, held: NDArray[np.int64], code: str, center: Any, weighing: Weighing
) -> Load:
    return Load(
        len(held),
        round(weighing.units(sites.complexity[held], code), 1),
        int(np.nansum(sites.revenue_cents[held])),
        mean_drive_minutes(
            sites.longitude[held], sites.latitude[held], center, weighing.travel(code)
        ),
    )


def mean_drive_minutes(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    center: Any,
    policy: TravelPolicy,
) -> float | None:
    """Mean estimated drive from the territory's center, or from the middle of its sites.

    None where no site has a point.
    """
    known = ~np.isnan(longitude)
    if not known.any():
        return None
    x, y = longitude[known], latitude[known]
    middle = (center.x, center.y) if center else (np.mean(x), np.mean(y))
    minutes = estimate(great_circle_m(x, y, *middle), policy).minutes
    return round(float(np.mean(minutes)), 1)
