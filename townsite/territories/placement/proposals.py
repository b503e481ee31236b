"""Ranked proposals: which territory should take a site, by the rules and the score."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
from django.conf import settings

from townsite.policies.resolution import PolicySnapshot
from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.territories.placement.asked_sites import AskedSite, AskedSites, Named, asked_sites
from townsite.territories.placement.candidates import (
    Candidate,
    Candidates,
    candidates_at,
    with_own_loads,
)
from townsite.territories.placement.pairs import BEYOND_REACH, BY_SCORE, PRECEDENCE, Pairs, pairs_of
from townsite.territories.placement.routers import Router, router_from
from townsite.territories.placement.rules import PARTS, RANKS
from townsite.territories.placement.travel import ESTIMATE
from townsite.territories.placement.travel_times import Drives, Located, asked_drives, kept_drives

CHUNK = 500  # sites by 1,000 territories at a time: some 50 MB of matrices
SHOWN = 5
# A router takes up to its time-out for each site, while somebody waits.
SITES_ASKED = 5
_SEVERITIES = {rank: severity.value for severity, rank in RANKS.items()}


@dataclass(frozen=True)
class Objection:
    """A rule that speaks against a proposal; one of severity block keeps it out."""

    rule: str
    policy: str
    words: str
    severity: str


@dataclass(frozen=True)
class Proposal:
    """One territory for one site. `decided_by` is the rule that gave it its place."""

    territory: Candidate
    score: float
    parts: dict[str, float]
    weights: dict[str, float]
    inputs: dict[str, float]
    metres: float
    minutes: float
    travel_source: str
    objections: tuple[Objection, ...]
    is_eligible: bool
    decided_by: str
    exception: Named | None
    is_in_reach: bool = True

    @property
    def warnings(self) -> int:
        """How many rules warn."""
        return sum(each.severity == "warn" for each in self.objections)

    @property
    def minutes_known(self) -> float | None:
        """The drive, or None when it is not known."""
        return None if np.isnan(self.minutes) else self.minutes


@dataclass(frozen=True)
class SiteProposals:
    """The best territories for one site, the best first, eligible ones before the others."""

    site: AskedSite
    ranked: tuple[Proposal, ...]
    notice: str = ""
    # The ineligible territory that scores most, where it scores more than the best eligible one.
    barred: Proposal | None = None

    @property
    def best(self) -> Proposal | None:
        """The one that would be taken; None when no territory is eligible."""
        return self.ranked[0] if self.ranked and self.ranked[0].is_eligible else None

    def of(self, territory_id: UUID) -> Proposal | None:
        """The proposal of one territory, where it was ranked or kept."""
        return next((each for each in self.ranked if each.territory.id == territory_id), None)


@dataclass(frozen=True)
class Run:
    """One run of the placement: its candidates as they stood, and a result a site."""

    candidates: Candidates
    results: list[SiteProposals] = field(default_factory=list)


def propose(
    site_ids: Collection[UUID],
    *,
    at: datetime,
    shown: int | None = SHOWN,
    policies: PolicySnapshot | None = None,
    keep: Mapping[UUID, UUID] | None = None,
    is_filling: bool = False,
    hierarchy_id: UUID = MAIN_HIERARCHY_ID,
) -> Run:
    """Ranked proposals for these sites in a hierarchy; a fixed number of statements for each 500 of them.

    `policies` asks what other policies would give (a dry run). `keep` names for a site a territory
    that is in its answer whatever its place. `is_filling` takes the sites in the order given and
    counts each in the territory it would go to, so that a run does not pile all upon one. Sites
    out of scope are left out.
    """
    here = candidates_at(at, policies=policies, hierarchy_id=hierarchy_id)
    here = with_own_loads(here) if is_filling else here
    run = Run(here)
    ids = list(site_ids)
    router = router_from(settings.TOWNSITE_ROUTER)
    for start in range(0, len(ids), CHUNK):
        sites = asked_sites(ids[start : start + CHUNK], at=at, hierarchy_id=hierarchy_id)
        drives = _drives(sites, here, router, at=at) if router and sites.rows else None
        for some in sites.one_by_one() if is_filling else [sites]:
            judged = _results(pairs_of(some, here, drives), shown, drives, keep or {})
            run.results.extend(judged)
            if is_filling:
                _fill(here, judged[0], (keep or {}).get(judged[0].site.id))
    return run


def _results(
    pairs: Pairs, shown: int | None, drives: Drives | None, keep: Mapping[UUID, UUID]
) -> list[SiteProposals]:
    index = pairs.candidates.index() if keep else {}
    results = []
    for n, site in enumerate(pairs.sites.rows):
        order = order_of(pairs, n, shown)
        kept = index.get(keep[site.id]) if site.id in keep else None
        if kept is not None and kept not in order:
            order.append(kept)
        ranked = tuple(proposal_of(pairs, n, t, drives) for t in order)
        notice = drives.notice if drives else ""
        results.append(SiteProposals(site, ranked, notice, _barred(pairs, n, ranked, drives)))
    return results


def _barred(
    pairs: Pairs, n: int, ranked: tuple[Proposal, ...], drives: Drives | None
) -> Proposal | None:
    if not ranked or not pairs.is_blocked[n].any():
        return None
    best = int(np.argmax(np.where(pairs.is_blocked[n], pairs.score[n], -1.0)))
    if ranked[0].is_eligible and pairs.score[n, best] <= ranked[0].score:
        return None
    return proposal_of(pairs, n, best, drives)


def _fill(here: Candidates, judged: SiteProposals, chosen: UUID | None) -> None:
    """Counts the site in its territory, unless it is there already."""
    proposal = judged.of(chosen) if chosen else judged.best
    if proposal is None or proposal.territory.id == judged.site.territory_id:
        return
    place = here.rows.index(proposal.territory)
    here.loads.sites[place] += 1
    here.loads.units[place] += proposal.inputs["weight"]


def _drives(sites: AskedSites, here: Candidates, router: Router, *, at: datetime) -> Drives:
    """The router's drives: kept ones, and for a few sites new ones to the nearest territories."""
    located = [Located(row.id, row.place) for row in sites.rows if row.place]
    places = {row.id: row.place for row in here.rows if row.place}
    drives = kept_drives(located, places, router=router)
    nearest = int(here.rules.policies.number("placement.routed_candidates"))
    if len(sites.rows) > SITES_ASKED or not nearest:
        return drives
    estimates = pairs_of(sites, here).minutes
    rows = {row.id: n for n, row in enumerate(sites.rows)}
    for site in located:
        order = np.argsort(estimates[rows[site.id]], kind="stable")[:nearest]
        near = [here.rows[n] for n in order]
        asked = [Located(row.id, row.place) for row in near if row.place]
        asked_drives(site, asked, router=router, drives=drives, at=at)
    return drives


def order_of(pairs: Pairs, n: int, shown: int | None) -> list[int]:
    """Candidates of site `n`, best first: eligible, rule, score, shorter drive, lower load, code.

    Scores alike to nine digits are ties (R-01: shorter drive, lower load, code order).
    """
    score = np.round(pairs.score[n], 9)
    coarse = pairs.is_blocked[n] * 100.0 + pairs.rank[n] - score
    among = np.arange(len(coarse))
    if shown is not None and shown < len(coarse):
        among = np.nonzero(coarse <= np.partition(coarse, shown - 1)[shown - 1])[0]
    minutes = np.nan_to_num(pairs.minutes[n], nan=np.inf)[among]
    # Candidates stand in the order of their codes, and the sort is stable.
    order = np.lexsort((among, pairs.candidates.loads.units[among], minutes, coarse[among]))
    return [int(each) for each in among[order][:shown]]


def proposal_of(pairs: Pairs, n: int, t: int, drives: Drives | None = None) -> Proposal:
    """One cell of the matrices, with its breakdown."""
    row, site = pairs.candidates.rows[t], pairs.sites.rows[n]
    routed = bool(pairs.is_routed[n, t])
    return Proposal(
        territory=row,
        score=float(pairs.score[n, t]),
        parts={name: _cell(getattr(pairs.parts, name), n, t) for name in PARTS},
        weights={name: float(pairs.candidates.rules[f"weight_{name}"][t]) for name in PARTS},
        inputs={
            name: _cell(getattr(pairs.inputs, name), n, t) for name in type(pairs.inputs)._fields
        },
        metres=float(pairs.metres[n, t]),
        minutes=float(pairs.minutes[n, t]),
        travel_source=drives.source if drives and routed else ESTIMATE,
        objections=_objections(pairs, n, t),
        is_eligible=not pairs.is_blocked[n, t],
        decided_by=_rule(pairs, int(pairs.rank[n, t])),
        exception=pairs.sites.exceptions.get((site.id, row.id)),
        is_in_reach=pairs.rank[n, t] != BEYOND_REACH,
    )


def _cell(values: object, n: int, t: int) -> float:
    """A value of the pair from a matrix, a row of territories, or one number for all."""
    array = np.asarray(values)
    return float(array[n, t] if array.ndim > 1 else array[t] if array.ndim else array)


def _objections(pairs: Pairs, n: int, t: int) -> tuple[Objection, ...]:
    found = []
    for finding, mask in pairs.findings:
        if _cell(mask, n, t):
            severity = int(_cell(finding.severity, n, t))
            found.append(
                Objection(finding.rule, finding.policy, finding.words, _SEVERITIES[severity])
            )
    return tuple(found)


def _rule(pairs: Pairs, rank: int) -> str:
    """The rule of this rank by name; the score where no rule holds."""
    if rank >= BY_SCORE:
        return "score"
    ranks = pairs.candidates.rules.policies.numbers(PRECEDENCE)
    return next(name for name, place in ranks.items() if place == rank)
