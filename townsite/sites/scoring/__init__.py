"""Score cards: pure functions over stated facts and stated policies, with their breakdown."""

from townsite.sites.scoring.complexity import complexity_card
from townsite.sites.scoring.facts import SiteFacts, facts_of
from townsite.sites.scoring.revenue import RevenueVerdict, revenue_verdict
from townsite.sites.scoring.score_card import Factor, ScoreCard
from townsite.sites.scoring.standards import Standards
from townsite.sites.scoring.tier import TierProposal, tier_proposal
from townsite.sites.scoring.weight import CapacityWeight, capacity_weight

__all__ = [
    "CapacityWeight",
    "Factor",
    "RevenueVerdict",
    "ScoreCard",
    "SiteFacts",
    "Standards",
    "TierProposal",
    "capacity_weight",
    "complexity_card",
    "facts_of",
    "revenue_verdict",
    "tier_proposal",
]
