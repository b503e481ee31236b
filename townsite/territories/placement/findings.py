"""What speaks against a pair: each rule as a mask, with the severity that policies give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from townsite.policies.choices import Severity
from townsite.territories.choices import ExceptionEffect, Membership
from townsite.territories.placement.candidates import Candidates
from townsite.territories.placement.rules import RANKS
from townsite.territories.placement.travel import Floats

Bools = NDArray[np.bool_]
BLOCKS = RANKS[Severity.BLOCK]


@dataclass(frozen=True)
class Masks:
    """The facts of all pairs that findings look at; `units` with the site, `sites` without it."""

    candidates: Candidates
    metres: Floats
    minutes: Floats
    units: Floats
    sites: Floats
    marks: Mapping[str, Bools]
    is_complex: Bools
    is_high_value: Bools
    is_in_states: Bools


@dataclass(frozen=True)
class Finding:
    """One rule that speaks against pairs. `severity` is the rank of info, warn or block."""

    rule: str
    policy: str
    words: str
    severity: Any


def findings_of(facts: Masks) -> list[tuple[Finding, Bools]]:
    """Every finding with where it holds; exceptions waive all but the refusal itself (R-12)."""
    waived = facts.marks[ExceptionEffect.PIN] | facts.marks[ExceptionEffect.WAIVE]
    found = [(each, mask & ~waived) for each, mask in (*_reach(facts), *_people(facts))]
    found.append((Finding("R-12", "", "barred by an exception", BLOCKS), _bar(facts)))
    return found


def _bar(facts: Masks) -> Bools:
    return np.asarray(facts.marks[ExceptionEffect.BAR])


def _reach(facts: Masks) -> list[tuple[Finding, Bools]]:
    """Membership, state lines, driving time and distance; in a metro boundary no distance counts."""
    rules, far_is_fine = facts.candidates.rules, facts.marks["metro_boundary"]
    crossing = ~facts.is_in_states & (rules["state_crossing"] > 0)
    too_long = (facts.minutes > rules["drive_limit"]) & ~far_is_fine
    beyond = (facts.minutes > rules["reach_minutes"]) & ~far_is_fine & ~too_long
    too_far = (facts.metres > rules["reach_m"]) & ~far_is_fine
    unknown = np.isnan(facts.minutes)
    by_rule = np.array([r.membership == Membership.RULE for r in facts.candidates.rows], bool)
    foreign = by_rule & ~facts.marks["attribute_rule"]
    return [
        (Finding("Membership", "", "its attribute rule takes other sites", BLOCKS), foreign),
        (
            _finding(
                facts,
                "R-04",
                "placement.state_crossing_needs_approval",
                "outside its states: needs executive approval",
            ),
            crossing,
        ),
        (
            _finding(facts, "R-02", "placement.drive_limit_minutes", "longer drive than the limit"),
            too_long,
        ),
        (_finding(facts, "C-02", "reach.drive_minutes", "out of reach by driving time"), beyond),
        (_finding(facts, "C-02", "reach.distance_m", "out of reach by distance"), too_far),
        (
            Finding("R-02", "", "no point or center: drive not known", RANKS[Severity.INFO]),
            unknown,
        ),
    ]


def _people(facts: Masks) -> list[tuple[Finding, Bools]]:
    """Capacity, balance and the manager's fitness."""
    c, rules = facts.candidates, facts.candidates.rules
    everywhere = np.ones(facts.minutes.shape, dtype=bool)
    full = facts.units > c.limit
    crowded = facts.sites + 1 > rules["count_block"] * c.mean_sites
    new = c.is_new & (facts.sites + 1 >= rules["new_sites"])
    years = np.where(facts.is_complex, rules["years_complex"], rules["years_standard"])
    vacant = everywhere & np.array([row.manager is None for row in c.rows], bool)
    # NaN compares false: what nobody knows speaks against nobody.
    return [
        (_finding(facts, "R-07", "capacity.manager_units", "over the manager's capacity"), full),
        (_finding(facts, "R-05", "balance.site_count", "too many sites against the mean"), crowded),
        (
            _finding(facts, "R-07", "capacity.new_manager_sites", "new manager has enough sites"),
            new,
        ),
        (
            _finding(facts, "R-08", "capacity.experience_years", "manager lacks experience"),
            c.manager_years < years,
        ),
        (
            _finding(facts, "R-08", "capacity.certificate_valid_months", "certificate has expired"),
            everywhere & ~c.is_certified,
        ),
        (
            _finding(
                facts, "R-06", "revenue.class_limits_usd", "high value: needs a senior manager"
            ),
            facts.is_high_value & (c.manager_years < rules["years_complex"]),
        ),
        (Finding("R-09", "", "no manager at present", RANKS[Severity.WARN]), vacant),
    ]


def _finding(facts: Masks, rule: str, policy: str, words: str) -> Finding:
    return Finding(rule, policy, words, facts.candidates.rules.severities[policy])
