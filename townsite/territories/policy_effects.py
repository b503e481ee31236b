"""What a proposed policy would do to territories: whose load would be judged differently."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean, median

from townsite.policies.contexts import context_of
from townsite.policies.dry_runs import Change, Finding, Proposal, register_dry_run
from townsite.policies.resolution import PolicySnapshot
from townsite.sites.choices import SiteStatus
from townsite.sites.models import Site
from townsite.sites.scoring import Standards, capacity_weight, facts_of
from townsite.sites.scoring.facts import COLUMNS
from townsite.territories.policy_facts import territory_facts

EXAMINED = 20_000  # more sites would keep the page waiting; the finding says so
SHOWN = 25
READ = ("id", "territory_path", "complexity", *COLUMNS)
# Statuses that take a manager's time.
WORKED = (SiteStatus.PENDING, SiteStatus.ACTIVE, SiteStatus.SUSPENDED)
GRAVE = ("block", "review", "over capacity")


@dataclass
class Load:
    """What one territory carries by itself."""

    sites: int = 0
    revenue_cents: int = 0
    units: float = 0


Judged = Mapping[str, tuple[str, str]]  # territory code: verdict, and the numbers behind it


def register() -> None:
    """Tells the policies who to ask; called once, when the program starts."""
    register_dry_run("balance.site_count", judged_differently)
    register_dry_run("balance.priority_below", judged_differently)
    register_dry_run("balance.revenue", judged_differently)
    register_dry_run("capacity.manager_units", judged_differently)
    register_dry_run("capacity.site_weights", judged_differently)
    register_dry_run("capacity.weight_combination", judged_differently)


def judged_differently(
    proposal: Proposal, before: PolicySnapshot, after: PolicySnapshot
) -> Finding:
    """Territories whose verdict would change (R-05 to R-07, C-01, C-03)."""
    sites = list(_worked_sites())
    old, new = (_judged(proposal.key, policies, sites) for policies in (before, after))
    changes = [
        Change(code, " ".join(old[code]), " ".join(new[code]))
        for code in sorted(old)
        if old[code][0] != new[code][0]
    ]
    worse = sum(new[c.label][0] in GRAVE and old[c.label][0] not in GRAVE for c in changes)
    summary = f"{len(changes)} territories would be judged differently, {worse} of them worse."
    note = f"Only the first {EXAMINED:,} sites were counted." if len(sites) >= EXAMINED else ""
    return Finding(
        summary, len(changes), len(old), tuple(changes[:SHOWN]), worse > 0, note, "territories"
    )


def _worked_sites() -> list[Site]:
    sites = Site.objects.filter(territory_id__isnull=False, status__in=WORKED)
    return list(sites.order_by("id").only(*READ)[:EXAMINED])


def _judged(key: str, policies: PolicySnapshot, sites: list[Site]) -> Judged:
    facts = territory_facts()
    paths, loads = {}, defaultdict[str, Load](Load)
    for site in sites:
        path = site.territory_path or ""
        code = path.rpartition(".")[2]
        standards = Standards(policies, context_of(str(site.pk), path, facts))
        paths[code] = path
        loads[code].sites += 1
        loads[code].revenue_cents += site.annual_revenue_cents or 0
        loads[code].units += capacity_weight(facts_of(site), site.complexity, standards).value
    judge = _by_capacity if key.startswith("capacity.") else _by_balance
    places = {code: Standards(policies, context_of("", paths[code], facts)) for code in loads}
    return judge(key, loads, places)


def _by_capacity(_key: str, loads: Mapping[str, Load], places: Mapping[str, Standards]) -> Judged:
    judged = {}
    for code, load in loads.items():
        limit = places[code].number("capacity.manager_units")
        verdict = "over capacity" if load.units > limit else "within capacity"
        judged[code] = (verdict, f"({load.units:g} of {limit:g} weighted sites)")
    return judged


def _by_balance(key: str, loads: Mapping[str, Load], places: Mapping[str, Standards]) -> Judged:
    by_revenue = key == "balance.revenue"
    amounts = {
        code: load.revenue_cents if by_revenue else load.sites for code, load in loads.items()
    }
    middle = (median if by_revenue else mean)(amounts.values()) if amounts else 0
    return {
        code: rung(amount / middle if middle else 0, places[code], by_revenue=by_revenue)
        for code, amount in amounts.items()
    }


def rung(ratio: float, standards: Standards, *, by_revenue: bool = False) -> tuple[str, str]:
    """The highest rung of the ladder that the ratio has passed (C-03)."""
    ladder = standards.numbers("balance.revenue" if by_revenue else "balance.site_count")
    verdict = "in balance"
    for name, limit in ladder.items():
        verdict = name if ratio > limit else verdict
    if not by_revenue and ratio < standards.number("balance.priority_below"):
        verdict = "priority for new sites"
    return verdict, f"({ratio:.0%} of the {'median' if by_revenue else 'mean'})"
