"""The proposed performance tier (B-08): revenue, complexity and volume against two limits."""

from dataclasses import dataclass

from townsite.common.money import CENTS, cents_label
from townsite.sites.choices import Tier
from townsite.sites.scoring.complexity import volume
from townsite.sites.scoring.facts import SiteFacts
from townsite.sites.scoring.score_card import FULL, Finding, ScoreCard, add_up, capped
from townsite.sites.scoring.standards import Standards

WEIGHTS = "score.tier_weights"
LIMITS = "score.tier_limits"


@dataclass(frozen=True)
class TierProposal:
    """A tier and the card it rests on; an empty tier when nothing is known.

    A proposal only: a change of tier is decided by people (R-24), and “custom” is always theirs.
    """

    tier: str
    card: ScoreCard
    limits: dict[str, float]

    @property
    def label(self) -> str:
        return Tier(self.tier).label if self.tier else ""


def tier_proposal(facts: SiteFacts, complexity: int | None, standards: Standards) -> TierProposal:
    """The tier that the score card proposes for a site of this complexity."""
    findings = (
        _revenue(facts, standards),
        Finding(
            "complexity",
            "Complexity",
            "not known yet" if complexity is None else f"{complexity} of {FULL}",
            None if complexity is None else complexity / FULL,
            ("score.complexity_weights",),
        ),
        volume(facts, standards),
    )
    card = add_up(findings, standards.numbers(WEIGHTS), weights_key=WEIGHTS)
    limits = standards.numbers(LIMITS)
    return TierProposal(_tier(card.score, limits), card, limits)


def _tier(score: int | None, limits: dict[str, float]) -> str:
    if score is None:
        return ""
    if score >= limits["tier_1"]:
        return Tier.ONE.value
    return Tier.TWO.value if score >= limits["tier_2"] else Tier.THREE.value


def _revenue(facts: SiteFacts, standards: Standards) -> Finding:
    key = "score.tier_revenue_full_usd"
    cents = facts.annual_revenue_cents
    if cents is None:
        return Finding("revenue", "Annual revenue", "not known yet", None, (key,))
    share = capped(cents / float(CENTS), standards.number(key))
    return Finding("revenue", "Annual revenue", cents_label(cents), share, (key,))
