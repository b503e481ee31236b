"""Score cards and revenue classes (domain 3.4; R-24: no source quantifies them, so these can be set).

Points are shares of a factor's weight, from 0 (adds nothing) to 1 (adds its whole weight).
"""

from townsite.policies.choices import Severity
from townsite.policies.key import GROUPS, Key
from townsite.policies.value_types import Amounts, Ladder, Number, Shares

CONTRACT_MODELS = (
    "fixed_fee",
    "per_occupied_room",
    "per_labor_hour",
    "revenue_share",
    "management_agreement",
    "hybrid",
)
FACILITY_TYPES = (
    "hotel",
    "medical",
    "airport",
    "corporate",
    "mixed_use",
    "retail",
    "residential",
    "event",
    "other",
)
SERVICE_CLASSES = ("self_parking", "valet", "shuttle", "hospitality", "full_service")
SHARE = Number(0, 1)

KEYS = (
    Key(
        "score.complexity_weights",
        "Weights of the complexity score",
        Shares(("models", "round_the_clock", "services", "volume", "regulation")),
        {
            "models": 0.35,
            "round_the_clock": 0.15,
            "services": 0.15,
            "volume": 0.2,
            "regulation": 0.15,
        },
        "share",
        "How much contract models, opening around the clock, number of services, volume and "
        "regulation count in the complexity of a site (0 to 100).",
        "B-10, R-24 (weights proposed)",
    ),
    Key(
        "score.model_points",
        "Complexity of contract models",
        Amounts(CONTRACT_MODELS, SHARE),
        {
            "fixed_fee": 0.2,
            "per_occupied_room": 0.4,
            "per_labor_hour": 0.4,
            "revenue_share": 0.8,
            "management_agreement": 1,
            "hybrid": 1,
        },
        "points",
        "Points of each contract model; the highest counts, two or more models make a hybrid.",
        "R-07, glossary (points proposed)",
    ),
    Key(
        "score.regulation_points",
        "Regulation by type of facility",
        Amounts(FACILITY_TYPES, SHARE),
        {
            "hotel": 0.3,
            "medical": 1,
            "airport": 1,
            "corporate": 0.2,
            "mixed_use": 0.5,
            "retail": 0.2,
            "residential": 0.2,
            "event": 0.6,
            "other": 0.2,
        },
        "points",
        "How strongly each type of facility is regulated.",
        "B-10, B-21, B-23 (points proposed)",
    ),
    Key(
        "score.services_by_class",
        "Services by service class",
        Amounts(SERVICE_CLASSES, Number(0, 20)),
        {"self_parking": 1, "valet": 1, "shuttle": 1, "hospitality": 2, "full_service": 4},
        "services",
        "How many services each service class stands for; valet beside self-parking adds one.",
        "B-10 (proposed, until service packages are recorded)",
    ),
    Key(
        "score.services_full",
        "Services for full points",
        Number(1, 20, whole=True),
        4,
        "services",
        "This many services or more give all points for services.",
        "B-10 (proposed)",
    ),
    Key(
        "score.volume_full",
        "Volume for full points",
        Amounts(("parking_spaces", "rooms"), Number(1, 10_000, whole=True)),
        {"parking_spaces": 1_000, "rooms": 600},
        "spaces and rooms",
        "This many parking spaces or rooms give all points for volume; the larger share counts.",
        "B-10 (proposed)",
    ),
    Key(
        "score.high_complexity",
        "High complexity from",
        Number(0, 100),
        65,
        "points",
        "Sites with this score or more are high-maintenance for capacity and need a manager with "
        "more experience.",
        "R-07, R-08 (limit proposed)",
    ),
    Key(
        "score.tier_weights",
        "Weights of the tier score",
        Shares(("revenue", "complexity", "volume")),
        {"revenue": 0.5, "complexity": 0.3, "volume": 0.2},
        "share",
        "How much annual revenue, complexity and volume count in the proposed tier.",
        "B-08, R-24 (weights proposed)",
    ),
    Key(
        "score.tier_revenue_full_usd",
        "Revenue for full points",
        Number(10_000, 1e9, whole=True),
        1_000_000,
        "USD a year",
        "This annual revenue or more gives all points for revenue.",
        "B-08, R-06 (proposed)",
    ),
    Key(
        "score.tier_limits",
        "Tier from score",
        Ladder(("tier_2", "tier_1"), Number(0, 100)),
        {"tier_2": 30, "tier_1": 60},
        "points",
        "The least score of tier 2 and of tier 1; below both is tier 3. Tier “custom” is only "
        "given by hand.",
        "B-08, R-24 (limits proposed)",
    ),
    Key(
        "revenue.class_limits_usd",
        "Limits of the revenue classes",
        Ladder(("special", "high_value"), Number(1_000, 1e9, whole=True)),
        {"special": 500_000, "high_value": 1_000_000},
        "USD a year",
        "Annual revenue above these gives a site special consideration, or makes it high-value "
        "(senior manager).",
        "R-06, B-09",
        Severity.INFO,
        GROUPS,
    ),
)
