"""Territories side by side: what each carries, also per site and per weighted unit (A-82)."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from townsite.territories.balance.geography import placed_sites
from townsite.territories.placement.candidates import Candidate, Candidates


@dataclass(frozen=True)
class Figures:
    """One territory. Revenue in cents a year, drives in minutes; None where nothing is known."""

    territory: Candidate
    sites: float
    units: float
    limit: float
    revenue_cents: float
    mean_minutes: float | None
    longest_minutes: float | None
    nearer_elsewhere: int

    @property
    def share(self) -> float:
        """Load against capacity."""
        return self.units / self.limit

    @property
    def revenue_cents_per_site(self) -> float | None:
        return self.revenue_cents / self.sites if self.sites else None

    @property
    def revenue_cents_per_unit(self) -> float | None:
        return self.revenue_cents / self.units if self.units else None

    @property
    def weight_per_site(self) -> float | None:
        return self.units / self.sites if self.sites else None


def compared(candidates: Candidates, codes: Collection[str]) -> list[Figures]:
    """The figures of these territories, in the order given; a statement a territory for drives."""
    places = {row.code: n for n, row in enumerate(candidates.rows)}
    return [_figures(candidates, places[code]) for code in codes if code in places]


def _figures(candidates: Candidates, n: int) -> Figures:
    row, loads = candidates.rows[n], candidates.loads
    minutes, elsewhere = _drives(candidates, row.path)
    return Figures(
        row,
        float(loads.sites[n]),
        float(loads.units[n]),
        float(candidates.limit[n]),
        float(loads.revenue_cents[n]),
        float(np.mean(minutes)) if len(minutes) else None,
        float(np.max(minutes)) if len(minutes) else None,
        elsewhere,
    )


def _drives(candidates: Candidates, path: str) -> tuple[list[float], int]:
    minutes: list[float] = []
    elsewhere = 0
    for some in placed_sites(candidates, path=path):
        known = ~np.isnan(some.minutes)
        minutes += some.minutes[known].tolist()
        elsewhere += int((some.own != some.nearest).sum())
    return minutes, elsewhere
