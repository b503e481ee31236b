"""Sites that lie nearer to another center, border and island sites, and drive that could be saved.

Requirement A-84 of the coverage list; drives are estimates (R-02, R-12).
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from townsite.sites.models import Site
from townsite.territories.balance.geography import Placed, placed_sites
from townsite.territories.placement.candidates import Candidate, Candidates

NEARER, BORDER, ISLAND = "nearer", "border", "island"
KINDS = (NEARER, BORDER, ISLAND)
BORDER_SHARE = 0.1  # two centers count as alike near when their drives differ by a tenth


@dataclass(frozen=True)
class Opportunity:
    """One site with its drive in minutes, and the nearest center with the drive from there."""

    site_id: UUID
    own: Candidate
    nearest: Candidate
    minutes: float
    nearest_minutes: float
    kind: str
    site: Site | None = None

    @property
    def saved_minutes(self) -> float:
        return max(0.0, self.minutes - self.nearest_minutes)


@dataclass
class Opportunities:
    """What was found among `sites` sites: totals, and the first of each kind."""

    sites: int = 0
    mean_minutes: float = 0.0
    excess_minutes: float = 0.0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    shown: list[Opportunity] = field(default_factory=list)


def opportunities(
    candidates: Candidates, *, path: str = "", kind: str = NEARER, shown: int = 100
) -> Opportunities:
    """The report over the sites below `path`: one statement to read them, one for those shown.

    Nearer: another center saves at least `balance.excess_drive_minutes`. Border: another center is
    nearer, but saves less. Island: beyond the reach of every center (R-02).
    """
    least = candidates.rules.policies.number("balance.excess_drive_minutes")
    found, total = Opportunities(), 0.0
    best: list[Opportunity] = []
    for some in placed_sites(candidates, path=path):
        kinds = _kinds(some, candidates, least)
        found.sites += len(some.ids)
        total += float(np.nansum(some.minutes))
        found.excess_minutes += float(np.nansum(some.excess_minutes))
        for name in KINDS:
            found.counts[name] += int(kinds[name].sum())
        best += _listed(some, candidates, kinds[kind], kind, shown)
        best.sort(key=_most, reverse=True)
        del best[shown:]
    found.mean_minutes = total / found.sites if found.sites else 0.0
    found.shown = _with_sites(best)
    return found


def _kinds(some: Placed, candidates: Candidates, least: float) -> dict[str, Any]:
    elsewhere = some.own != some.nearest
    nearer = elsewhere & (some.excess_minutes >= least) & (some.excess_minutes > 0)
    reach = candidates.rules["reach_minutes"][some.nearest]
    close = np.abs(some.minutes - some.nearest_minutes) <= BORDER_SHARE * some.minutes
    return {
        NEARER: nearer,
        BORDER: elsewhere & ~nearer & close,
        ISLAND: some.nearest_minutes > reach,
    }


def _listed(
    some: Placed, candidates: Candidates, mask: Any, kind: str, shown: int
) -> list[Opportunity]:
    """The first of these by what they would save; no more can be among the first of all."""
    rows, places = candidates.rows, np.nonzero(mask)[0]
    worth = some.nearest_minutes if kind == ISLAND else some.excess_minutes
    places = places[np.argsort(-worth[places], kind="stable")[:shown]]
    return [
        Opportunity(
            some.ids[n],
            rows[some.own[n]],
            rows[some.nearest[n]],
            float(some.minutes[n]),
            float(some.nearest_minutes[n]),
            kind,
        )
        for n in places
    ]


def _most(each: Opportunity) -> float:
    """The most drive saved first; islands by their distance from any center."""
    return each.nearest_minutes if each.kind == ISLAND else each.saved_minutes


def _with_sites(found: list[Opportunity]) -> list[Opportunity]:
    sites = Site.objects.only("number", "name", "city", "state", "location").in_bulk(
        [each.site_id for each in found]
    )
    return [
        Opportunity(**{**vars(each), "site": sites[each.site_id]})
        for each in found
        if each.site_id in sites
    ]
