"""Sizes, hours and money of a site, plausible for its type."""

from dataclasses import dataclass
from random import Random

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEK = (*WEEKDAYS, "sat", "sun")


@dataclass(frozen=True)
class Profile:
    """What sites of one type are like: medians of sizes, spreads, and how often what holds."""

    segment: str
    spaces: tuple[int, float, int, int]  # median, sigma of the logarithm, least, most
    rooms: tuple[int, float, int, int] | None
    dollars_per_space: int
    dollars_per_room: int
    always_open: float
    hours: tuple[tuple[str, ...], str, str]
    modes: dict[str, int]
    services: dict[str, int]


PROFILES = {
    "hotel": Profile(
        "hospitality", (150, 0.55, 20, 1_800), (170, 0.55, 48, 1_900), 900, 1_500, 1.0,
        (WEEK, "06:00", "23:00"),
        {"valet": 30, "mixed": 48, "self": 22},
        {"valet": 46, "hospitality": 26, "full_service": 20, "self_parking": 8},
    ),
    "medical": Profile(
        "healthcare", (820, 0.6, 90, 6_500), None, 780, 0, 0.62,
        (WEEKDAYS, "06:00", "20:00"),
        {"valet": 8, "mixed": 58, "self": 34},
        {"valet": 34, "full_service": 30, "self_parking": 24, "shuttle": 12},
    ),
    "airport": Profile(
        "commercial", (1_600, 0.55, 220, 9_800), None, 950, 0, 1.0,
        (WEEK, "04:00", "23:59"),
        {"mixed": 40, "self": 60},
        {"shuttle": 50, "self_parking": 26, "full_service": 24},
    ),
    "corporate": Profile(
        "commercial", (460, 0.6, 60, 3_500), None, 640, 0, 0.12,
        (WEEKDAYS, "06:00", "20:00"),
        {"self": 66, "mixed": 28, "valet": 6},
        {"self_parking": 62, "valet": 22, "full_service": 12, "shuttle": 4},
    ),
    "mixed_use": Profile(
        "commercial", (720, 0.5, 120, 4_200), (190, 0.5, 40, 900), 700, 600, 0.7,
        (WEEK, "06:00", "23:59"),
        {"mixed": 70, "self": 22, "valet": 8},
        {"full_service": 40, "valet": 30, "self_parking": 30},
    ),
    "retail": Profile(
        "commercial", (1_150, 0.5, 150, 6_000), None, 380, 0, 0.05,
        (WEEK, "09:00", "21:00"),
        {"self": 68, "mixed": 32},
        {"self_parking": 64, "valet": 36},
    ),
    "residential": Profile(
        "residential", (210, 0.45, 40, 900), None, 620, 0, 0.95,
        (WEEK, "06:00", "22:00"),
        {"self": 52, "mixed": 34, "valet": 14},
        {"self_parking": 48, "valet": 32, "hospitality": 20},
    ),
    "event": Profile(
        "commercial", (2_600, 0.45, 500, 9_500), None, 420, 0, 0.0,
        (("thu", "fri", "sat", "sun"), "10:00", "23:00"),
        {"mixed": 60, "self": 40},
        {"full_service": 46, "valet": 24, "self_parking": 30},
    ),
    "other": Profile(
        "commercial", (380, 0.55, 40, 2_400), None, 700, 0, 0.45,
        (WEEKDAYS, "05:00", "22:00"),
        {"self": 90, "mixed": 10},
        {"self_parking": 100},
    ),
}  # fmt: skip


def size(spread: tuple[int, float, int, int], rng: Random, scale: float = 1.0) -> int:
    """A log-normal size, rounded as people count: to fives above a hundred."""
    median, sigma, least, most = spread
    value = min(most, max(least, int(scale * median * rng.lognormvariate(0, sigma))))
    return value if value < 100 else value - value % 5  # noqa: PLR2004 - people's habit


def pick(shares: dict[str, int], rng: Random) -> str:
    """A key, as often as its share says."""
    rest = rng.random() * sum(shares.values())
    for key, share in shares.items():
        rest -= share
        if rest < 0:
            return key
    return next(iter(shares))


def revenue_cents(profile: Profile, spaces: int, rooms: int | None, rng: Random) -> int:
    """A year's revenue in cents, whole hundreds of dollars."""
    base = profile.dollars_per_space * spaces + profile.dollars_per_room * (rooms or 0)
    return round(base * rng.lognormvariate(-0.1, 0.35) / 100) * 10_000


def tier(cents: int, rng: Random) -> str:
    """Tier 1 from $900K, tier 2 from $250K; a few are agreed otherwise."""
    if rng.random() < 0.03:  # noqa: PLR2004 - share of custom agreements
        return "custom"
    return "1" if cents >= 90_000_000 else "2" if cents >= 25_000_000 else "3"  # noqa: PLR2004 - $900K and $250K a year


def commercial_class(facility_type: str, tier: str, rng: Random) -> str:
    """Airports and events are specialties; else the better the tier, the better the class."""
    if facility_type in ("airport", "event"):
        return "specialty"
    likely = {"1": "premium", "2": "standard", "3": "basic"}.get(tier, "premium")
    return likely if rng.random() < 0.7 else "standard"  # noqa: PLR2004 - share
