"""Every asked site with every candidate, as matrices: drives, parts, score, findings, precedence."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from townsite.sites.choices import RevenueClass
from townsite.territories.choices import ExceptionEffect, Membership, TerritoryKind
from townsite.territories.placement.asked_sites import AskedSites
from townsite.territories.placement.candidates import Candidates
from townsite.territories.placement.findings import BLOCKS, Finding, Masks, findings_of
from townsite.territories.placement.scoring import (
    ASKED_FOR,
    REFUSED,
    Inputs,
    Parts,
    parts_of,
    total,
)
from townsite.territories.placement.travel import (
    SECONDS_PER_MINUTE,
    Floats,
    estimate,
    great_circle_m,
)
from townsite.territories.placement.travel_times import Drives

Bools = NDArray[np.bool_]
PRECEDENCE = "placement.precedence"
BY_SCORE = 10  # after every rule of precedence, whose ranks end at 9
BEYOND_REACH = 11  # by score too, but only where no territory in reach is fit (R-02, C-02)


@dataclass(frozen=True)
class Pairs:
    """Matrices of sites by territories. `rank` is that of the rule that puts a pair first."""

    sites: AskedSites
    candidates: Candidates
    metres: Floats
    minutes: Floats
    is_routed: Bools
    weight: Floats
    inputs: Inputs
    parts: Parts
    score: Floats
    findings: list[tuple[Finding, Bools]]
    is_blocked: Bools
    rank: NDArray[np.int8]
    marks: Mapping[str, Bools]


def pairs_of(sites: AskedSites, candidates: Candidates, drives: Drives | None = None) -> Pairs:
    """Judges every pair; pure, all facts are given."""
    rules = candidates.rules
    straight = great_circle_m(
        sites.longitude[:, None], sites.latitude[:, None], candidates.longitude, candidates.latitude
    )
    travel = estimate(straight, rules.travel())
    metres, minutes = travel.metres, travel.minutes
    routed = _overlay(sites, candidates, drives, metres, minutes)
    marks = _marks(sites, candidates)
    heavy = sites.complexity[:, None] >= rules["high_complexity"]
    weight = np.where(heavy, rules["weight_heavy"], rules["weight_plain"])
    own = _own(sites, candidates)
    used, count = candidates.loads.units - own * weight, candidates.loads.sites - own
    wishes = np.where(marks[ExceptionEffect.WISH], ASKED_FOR, rules["neutral"])
    inputs = Inputs(
        minutes,
        rules["drive_limit"],
        used,
        weight,
        candidates.limit,
        count,
        candidates.mean_sites,
        rules["count_block"],
        np.where(marks[ExceptionEffect.REFUSAL], REFUSED, wishes),
    )
    parts = parts_of(inputs)
    facts = Masks(
        candidates,
        metres,
        minutes,
        used + weight,
        count,
        marks,
        heavy,
        _high_value(sites),
        _inside_states(sites, candidates),
    )
    findings = findings_of(facts)
    return Pairs(
        sites,
        candidates,
        metres,
        minutes,
        routed,
        weight,
        inputs,
        parts,
        total(parts, rules.weights()),
        findings,
        _blocked(findings, (len(sites.rows), len(candidates.rows))),
        _rank(candidates, marks, minutes),
        marks,
    )


def _overlay(
    sites: AskedSites,
    candidates: Candidates,
    drives: Drives | None,
    metres: Floats,
    minutes: Floats,
) -> Bools:
    """Puts the router's drives over the estimates; where no road leads, the drive is endless."""
    routed = np.zeros(metres.shape, dtype=bool)
    if not drives:
        return routed
    rows, columns = _places(sites), candidates.index()
    for (site, territory), leg in drives.legs.items():
        if site in rows and territory in columns:
            at = rows[site], columns[territory]
            metres[at] = leg.metres if leg else np.inf
            minutes[at] = leg.seconds / SECONDS_PER_MINUTE if leg else np.inf
            routed[at] = True
    return routed


def _marks(sites: AskedSites, candidates: Candidates) -> dict[str, Bools]:
    """Where exceptions, metro boundaries and other boundaries hold."""
    names = [*ExceptionEffect, "attribute_rule", "metro_boundary", "boundary"]
    marks = {str(name): np.zeros((len(sites.rows), len(candidates.rows)), bool) for name in names}
    rows, columns = _places(sites), candidates.index()
    for (site, territory), named in sites.exceptions.items():
        if site in rows and territory in columns:
            marks[named.effect][rows[site], columns[territory]] = True
    for site, territory in sites.covered:
        if territory in columns:
            row = candidates.rows[columns[territory]]
            marks["boundary"][rows[site], columns[territory]] = (
                row.membership == Membership.BOUNDARY
            )
            marks["metro_boundary"][rows[site], columns[territory]] = (
                row.kind == TerritoryKind.METRO
                and candidates.rules.policies.flag("placement.metro_first")
            )
    for column, row in enumerate(candidates.rows):
        if row.membership == Membership.RULE:
            marks["attribute_rule"][:, column] = [
                site.matches(row.membership_rule) for site in sites.rows
            ]
    return marks


def _places(sites: AskedSites) -> dict[UUID, int]:
    return {row.id: n for n, row in enumerate(sites.rows)}


def _own(sites: AskedSites, candidates: Candidates) -> Bools:
    """Where a site already counts in the load: it is judged as if it were about to come."""
    own = np.zeros((len(sites.rows), len(candidates.rows)), dtype=bool)
    columns = candidates.index()
    for n, site in enumerate(sites.rows):
        if site.is_worked and site.territory_id in columns:
            own[n, columns[site.territory_id]] = True
    return own


def _high_value(sites: AskedSites) -> Bools:
    """Whose revenue asks for a senior manager (R-06), as a column."""
    return np.array([[s.revenue_class == RevenueClass.HIGH_VALUE] for s in sites.rows], bool)


def _inside_states(sites: AskedSites, candidates: Candidates) -> Bools:
    """Which territories span the site's state; no list spans all, an unknown state is inside."""
    allowed = {
        state: np.array(
            [
                not state or not r.allowed_states or state in r.allowed_states
                for r in candidates.rows
            ],
            bool,
        )
        for state in {site.state for site in sites.rows}
    }
    shape = len(sites.rows), len(candidates.rows)
    return np.array([allowed[site.state] for site in sites.rows], bool).reshape(shape)


def _blocked(findings: list[tuple[Finding, Bools]], shape: tuple[int, int]) -> Bools:
    blocked = np.zeros(shape, dtype=bool)
    for finding, mask in findings:
        blocked |= mask & (finding.severity >= BLOCKS)
    return blocked


def _rank(candidates: Candidates, marks: Mapping[str, Bools], minutes: Floats) -> NDArray[np.int8]:
    """The lowest rank of the rules that hold for a pair; BY_SCORE where none does."""
    rules = candidates.rules
    few = candidates.loads.sites < rules["underloaded"] * candidates.mean_sites
    holds = {
        "exception": marks[ExceptionEffect.PIN],
        "attribute_rule": marks["attribute_rule"],
        "metro_boundary": marks["metro_boundary"],
        "boundary": marks["boundary"],
        # R-05's priority is for new sites that the territory can reach at all (R-02).
        "underloaded": few & (minutes <= rules["drive_limit"]),
    }
    rank = np.where(minutes > rules["reach_minutes"], BEYOND_REACH, BY_SCORE).astype(np.int8)
    for name, place in rules.policies.numbers(PRECEDENCE).items():
        if place:
            rank = np.where(holds[name], np.minimum(rank, np.int8(place)), rank)
    return rank
