"""How long programs may ask for somebody, and how often (A-114, A-119)."""

from townsite.policies.choices import Severity
from townsite.policies.key import NETWORK_ONLY, Key
from townsite.policies.value_types import Number

KEYS = (
    Key(
        "token.longest_days",
        "Longest life of a token",
        Number(1, 730, whole=True),
        365,
        "days",
        "An access token ends after this time at the latest.",
        "A-114 (figure proposed)",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "token.overlap_hours",
        "Overlap while rotating a token",
        Number(0, 168, whole=True),
        24,
        "h",
        "How long the secret before a rotation still opens, when its owner asks for an overlap.",
        "A-114 (figure proposed)",
        Severity.INFO,
        NETWORK_ONLY,
    ),
    Key(
        "token.requests_per_minute",
        "Requests of a token",
        Number(10, 60_000, whole=True),
        600,
        "a minute",
        "Requests that a token made from now on may send in a minute before it is told to wait.",
        "A-119 (figure proposed)",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
)
