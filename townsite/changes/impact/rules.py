"""Rules that a change would break: balance, revenue, capacity, state lines (R-04 to R-07)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean, median
from typing import NamedTuple

from townsite.changes.impact.load import Load, Weighing
from townsite.changes.impact.sites import Mover
from townsite.policies.choices import Severity
from townsite.sites.scoring import Standards
from townsite.territories.policy_effects import GRAVE, rung

CROSSING = "placement.state_crossing_needs_approval"


class Portfolio(NamedTuple):
    """Sites and revenue of all territories together, which balance is measured against."""

    sites: dict[str, int]
    revenue_cents: dict[str, int]

    def moved(self, loads: Mapping[str, Load]) -> "Portfolio":
        """With the loads of some territories as they would be."""
        return Portfolio(
            {**self.sites, **{code: load.sites for code, load in loads.items()}},
            {**self.revenue_cents, **{code: load.revenue_cents for code, load in loads.items()}},
        )


@dataclass(frozen=True)
class Breach:
    """A rule that did not complain before."""

    rule: str
    sentence: str
    severity: Severity


def judge(loads: Mapping[str, Load], portfolio: Portfolio, weighing: Weighing) -> list[Breach]:
    """Every rule broken; the verdicts are put down on the loads as well."""
    middle_sites = mean(portfolio.sites.values()) if portfolio.sites else 0
    middle_revenue = median(portfolio.revenue_cents.values()) if portfolio.revenue_cents else 0
    found = []
    for code, load in loads.items():
        standards = Standards(weighing.policies, weighing.context(code))
        verdicts = {
            "balance.site_count": rung(_ratio(load.sites, middle_sites), standards),
            "balance.revenue": rung(
                _ratio(load.revenue_cents, middle_revenue), standards, by_revenue=True
            ),
            "capacity.manager_units": _capacity(load, standards),
        }
        load.findings = [" ".join(each) for each in verdicts.values()]
        found += [
            _breach(code, key, " ".join(verdict), weighing)
            for key, verdict in verdicts.items()
            if verdict[0] in GRAVE
        ]
    return found


def crossings(
    movers: Iterable[Mover], allowed: Mapping[str, list[str]], weighing: Weighing
) -> list[Breach]:
    """Sites that a territory gets from a state it does not span (R-04, C-22)."""
    found = []
    for site in movers:
        code = site.after
        if code is None or code == site.before:
            continue
        states = allowed.get(code) or [site.state]
        if site.state and site.state not in states and _asks(code, weighing):
            said = f"Site {site.number} lies in {site.state}, which {code} does not span (R-04)."
            found.append(Breach(CROSSING, said, _severity(CROSSING, code, weighing)))
    return found


def _asks(code: str, weighing: Weighing) -> bool:
    return weighing.policies.flag(CROSSING, weighing.context(code))


def _capacity(load: Load, standards: Standards) -> tuple[str, str]:
    limit = standards.number("capacity.manager_units")
    verdict = "over capacity" if load.units > limit else "within capacity"
    return verdict, f"({load.units:g} of {limit:g} weighted sites)"


def _ratio(amount: float, middle: float) -> float:
    return amount / middle if middle else 0


def _severity(key: str, code: str, weighing: Weighing) -> Severity:
    return weighing.policies.resolve(key, weighing.context(code)).severity


def _breach(code: str, key: str, verdict: str, weighing: Weighing) -> Breach:
    return Breach(key, f"{code}: {verdict}.", _severity(key, code, weighing))
