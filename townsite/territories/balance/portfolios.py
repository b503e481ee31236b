"""The portfolios of account managers against each other (R-10): index and rebalancing triggers.

The verdict on size follows the count band; the index only ranks (domain 3.1, R-10), so it mixes
no units: sites and revenue are taken against their means, geography is a share.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from townsite.territories.balance.geography import placed_sites
from townsite.territories.placement.candidates import Candidates

TRIGGERS, WEIGHTS = "balance.rebalance_triggers", "balance.portfolio_weights"


@dataclass(frozen=True)
class Portfolio:
    """What one manager looks after. Ratios are against the mean over all managers.

    `efficiency` is the share of their placed sites that lie nearest to a center of their own; 1
    where none is placed. `index` is the weighted sum of the three; 1 is the mean manager whose
    sites all lie nearest to them.
    """

    manager: str
    places: list[int]
    sites: float
    site_ratio: float
    revenue_ratio: float
    efficiency: float
    index: float

    @property
    def words(self) -> str:
        """The index with what it is made of."""
        return (
            f"{self.manager}: index {self.index:.2f}; sites {self.site_ratio:.0%} and revenue "
            f"{self.revenue_ratio:.0%} of the mean, {self.efficiency:.0%} of the sites nearest to "
            "a center of their own"
        )


def portfolios(c: Candidates) -> list[Portfolio]:
    """The portfolio of each manager, the highest index first; one pass over the placed sites."""
    held: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(c.rows):
        if row.manager:
            held[row.manager].append(n)
    if not held:
        return []
    sites = {name: float(c.loads.sites[places].sum()) for name, places in held.items()}
    revenue = {name: float(c.loads.revenue_cents[places].sum()) for name, places in held.items()}
    near = _efficiencies(c, held)
    weights = c.rules.policies.numbers(WEIGHTS)
    of_sites, of_revenue, of_geography = weights.values()
    mean_sites, mean_revenue = (float(np.mean(list(each.values()))) for each in (sites, revenue))
    found = []
    for name, places in held.items():
        ratios = _ratio(sites[name], mean_sites), _ratio(revenue[name], mean_revenue)
        index = of_sites * ratios[0] + of_revenue * ratios[1] + of_geography * near[name]
        found.append(Portfolio(name, places, sites[name], *ratios, near[name], index))
    return sorted(found, key=lambda each: (-each.index, each.manager))


def out_of_line(c: Candidates) -> Iterator[tuple[Portfolio, float]]:
    """The portfolios that a trigger of R-10 asks to rebalance, with the limit of the first."""
    for each in portfolios(c):
        context = c.rules.contexts[each.places[0]]
        by_count, by_revenue, least = c.rules.policies.numbers(TRIGGERS, context).values()
        if abs(each.site_ratio - 1) > by_count:
            yield each, by_count
        elif abs(each.revenue_ratio - 1) > by_revenue:
            yield each, by_revenue
        elif each.efficiency < least:
            yield each, least


def _ratio(value: float, mean: float) -> float:
    return value / mean if mean else 1.0


def _efficiencies(c: Candidates, held: dict[str, list[int]]) -> dict[str, float]:
    names = list(held)
    of = np.full(len(c.rows), -1)
    for at, name in enumerate(names):
        of[held[name]] = at
    own, together = np.zeros(len(names), int), np.zeros(len(names), int)
    for some in placed_sites(c):
        here, there = of[some.own], of[some.nearest]
        known = here >= 0
        own += np.bincount(here[known], minlength=len(names))
        together += np.bincount(here[known & (here == there)], minlength=len(names))
    return {
        name: float(together[at] / own[at]) if own[at] else 1.0 for at, name in enumerate(names)
    }
