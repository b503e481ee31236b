"""Standing in for each other (domain 4.2)."""

from townsite.policies.choices import Severity
from townsite.policies.key import NETWORK_ONLY, Key
from townsite.policies.value_types import Number

KEYS = (
    Key(
        "coverage.longest_days",
        "Longest cover",
        Number(1, 365, whole=True),
        180,
        "days",
        "Longest time somebody stands in for an absent manager or a vacant post at a time.",
        "Domain 4.2: coverage is time-boxed (days proposed)",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
)
