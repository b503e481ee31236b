"""Revenue class from annual revenue (R-06, B-09)."""

from dataclasses import dataclass

from townsite.common.money import CENTS, cents_label
from townsite.sites.choices import RevenueClass
from townsite.sites.scoring.facts import SiteFacts
from townsite.sites.scoring.standards import Standards

LIMITS = "revenue.class_limits_usd"


@dataclass(frozen=True)
class RevenueVerdict:
    """The class, or an empty text when revenue is unknown, and why."""

    value: str
    seen: str
    limits: dict[str, float]
    explanation: str


def revenue_verdict(facts: SiteFacts, standards: Standards) -> RevenueVerdict:
    """The revenue class; revenue exactly at a limit stays below it (R-06 says “over”)."""
    limits = standards.numbers(LIMITS)
    cents = facts.annual_revenue_cents
    if cents is None:
        return RevenueVerdict("", "not known yet", limits, "Annual revenue is not known yet.")
    dollars = cents / float(CENTS)
    passed = [name for name in ("special", "high_value") if dollars > limits[name]]
    if not passed:
        why = f"Not over the limit of ${limits['special']:,.0f} a year."
        return RevenueVerdict(RevenueClass.STANDARD.value, cents_label(cents), limits, why)
    value = RevenueClass(passed[-1])
    why = f"Over ${limits[value.value]:,.0f} a year."
    return RevenueVerdict(value.value, cents_label(cents), limits, why)
