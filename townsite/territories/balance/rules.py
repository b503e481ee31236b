"""The rules of balance and span (R-05, R-06, R-07, R-10, R-11), over the whole portfolio at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection

from townsite.territories.balance.geography import placed_sites
from townsite.territories.balance.portfolios import out_of_line
from townsite.territories.choices import BalanceRule, Rung
from townsite.territories.placement.candidates import Candidates

# Districts with a manager; what each leads is told by the paths below it.
_DISTRICTS = """
SELECT d.id, d.code, d.path::text FROM territories_territory d
JOIN territories_post p ON p.territory_id = d.id AND p.role = 'manager'
    AND p.valid_during @> %(at)s::timestamptz
WHERE d.level = 'district' AND d.status = 'active' AND d.hierarchy_id = %(hierarchy)s
ORDER BY d.path
"""
DOLLAR = 100


@dataclass(frozen=True)
class Found:
    """A rule that a territory breaks now: on which rung, what was measured, and the limit passed."""

    territory_id: UUID
    rule: BalanceRule
    rung: Rung
    measured: float
    limit: float
    words: str


def broken_rules(candidates: Candidates) -> list[Found]:
    """Every rule broken now: three statements more than reading the candidates.

    A territory breaks a rule on one rung, the highest that it has passed (C-03).
    """
    if not candidates.rows:
        return []
    return [
        *_site_counts(candidates),
        *_revenues(candidates),
        *_capacities(candidates),
        *_portfolios(candidates),
        *_rebalancing(candidates),
        *_districts(candidates),
    ]


def _rung(value: float, ladder: Mapping[Rung, float]) -> tuple[Rung, float] | None:
    """The highest rung that `value` has passed, with its limit."""
    passed = [(rung, limit) for rung, limit in ladder.items() if value > limit]
    return max(passed, key=lambda each: each[1]) if passed else None


def _site_counts(c: Candidates) -> Iterator[Found]:
    """Sites against the mean, too many or too few (R-05)."""
    mean = c.mean_sites
    if not mean:
        return
    for n, row in enumerate(c.rows):
        sites = float(c.loads.sites[n])
        ladder = {rung: float(c.rules[f"count_{rung}"][n]) for rung in Rung.values}
        passed = _rung(sites / mean, {Rung(rung): limit for rung, limit in ladder.items()})
        seen = f"{sites:.0f} sites, {sites / mean:.0%} of the mean of {mean:.1f}"
        if passed:
            yield Found(row.id, BalanceRule.SITE_COUNT, passed[0], sites / mean, passed[1], seen)
        least = float(c.rules["underloaded"][n])
        if sites < least * mean:
            words = f"{seen}: gets new sites first"
            yield Found(row.id, BalanceRule.FEW_SITES, Rung.ADVISE, sites / mean, least, words)


def _revenues(c: Candidates) -> Iterator[Found]:
    """Revenue against the median (R-06)."""
    median = float(np.median(c.loads.revenue_cents))
    if not median:
        return
    for n, row in enumerate(c.rows):
        limits = c.rules.policies.numbers("balance.revenue", c.rules.contexts[n])
        ratio = float(c.loads.revenue_cents[n]) / median
        if passed := _rung(ratio, {Rung(rung): limit for rung, limit in limits.items()}):
            dollars = c.loads.revenue_cents[n] / DOLLAR
            words = f"${dollars:,.0f} a year, {ratio:.0%} of the median of ${median / DOLLAR:,.0f}"
            yield Found(row.id, BalanceRule.REVENUE, passed[0], ratio, passed[1], words)


def _capacities(c: Candidates) -> Iterator[Found]:
    """Load against capacity, by the marks that the territory's page shows (R-07)."""
    for n, row in enumerate(c.rows):
        marks = c.rules.policies.numbers("balance.capacity_marks", c.rules.contexts[n])
        ladder = {
            Rung.ADVISE: marks["watch"],
            Rung.BLOCK: marks["full"],
            Rung.REVIEW: marks["over"],
        }
        share = float(c.loads.units[n] / c.limit[n])
        if passed := _rung(share, ladder):
            words = f"{c.loads.units[n]:g} of {c.limit[n]:g} weighted sites"
            yield Found(row.id, BalanceRule.CAPACITY, passed[0], share, passed[1], words)


def _portfolios(c: Candidates) -> Iterator[Found]:
    """Sites of each manager over all their territories, by the count band (R-10, C-01)."""
    held: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(c.rows):
        if row.manager:
            held[row.manager].append(n)
    for manager, places in held.items():
        first = places[0]
        band = c.rules.policies.numbers("capacity.account_manager", c.rules.contexts[first])
        sites = float(c.loads.sites[places].sum())
        if passed := _outside(sites, band):
            noun = "territory" if len(places) == 1 else "territories"
            words = f"{manager}: {sites:.0f} sites in {len(places)} {noun}"
            yield Found(c.rows[first].id, BalanceRule.PORTFOLIO, passed[0], sites, passed[1], words)


def _rebalancing(c: Candidates) -> Iterator[Found]:
    """Portfolios that differ too much from the others', or lie too far apart (R-10)."""
    for each, limit in out_of_line(c):
        territory = c.rows[each.places[0]].id
        yield Found(territory, BalanceRule.REBALANCE, Rung.ADVISE, each.index, limit, each.words)


def _outside(value: float, band: Mapping[str, float]) -> tuple[Rung, float] | None:
    """Outside the widest band an exception is needed; outside the best one it is advice."""
    least, low, high, most = band.values()
    if value > most or value < least:
        return Rung.BLOCK, most if value > most else least
    if value > high or value < low:
        return Rung.ADVISE, high if value > high else low
    return None


def _districts(c: Candidates) -> Iterator[Found]:
    """Span of each district manager and how far the district's sites lie together (R-11)."""
    with connection.cursor() as cursor:
        cursor.execute(_DISTRICTS, {"at": c.at, "hierarchy": c.hierarchy_id})
        districts = cursor.fetchall()
    own, together = _coherence(c, [path for _, _, path in districts])
    for at, (key, _, path) in enumerate(districts):
        below = [n for n, row in enumerate(c.rows) if row.path.startswith(f"{path}.")]
        if not below:
            continue
        context = c.rules.contexts[below[0]]
        people = len({c.rows[n].manager for n in below if c.rows[n].manager})
        span = c.rules.policies.numbers("capacity.district_manager_span", context)
        if passed := _outside(people, span):
            words = f"leads {people} managers"
            yield Found(key, BalanceRule.SPAN, passed[0], people, passed[1], words)
        least = c.rules.policies.number("capacity.district_coherence", context)
        share = together[at] / own[at] if own[at] else 1.0
        if share < least:
            words = f"{share:.0%} of {own[at]} sites lie nearest to one of its own centers"
            yield Found(key, BalanceRule.COHERENCE, Rung.ADVISE, share, least, words)


def _coherence(c: Candidates, paths: list[str]) -> tuple[list[int], list[int]]:
    """By district: its placed sites, and those whose nearest center is one of its own."""
    of = np.full(len(c.rows), -1)
    for at, path in enumerate(paths):
        for n, row in enumerate(c.rows):
            if row.path.startswith(f"{path}.") and row.membership != "rule":
                of[n] = at
    own, together = np.zeros(len(paths), int), np.zeros(len(paths), int)
    for some in placed_sites(c):
        here, there = of[some.own], of[some.nearest]
        known = here >= 0
        own += np.bincount(here[known], minlength=len(paths))
        together += np.bincount(here[known & (here == there)], minlength=len(paths))
    return own.tolist(), together.tolist()
