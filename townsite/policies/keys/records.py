"""How long records are kept, and how old exchanged data may be (R-29, C-16, C-18)."""

from townsite.policies.choices import Severity
from townsite.policies.key import NETWORK_ONLY, Key
from townsite.policies.value_types import Ladder, Number

SEVEN_YEARS = 2_555  # days, as R-29 counts them
LONGEST = 36_500  # days, a hundred years

KEYS = (
    Key(
        "retention.audit_days",
        "Audit trail is kept",
        Number(SEVEN_YEARS, LONGEST, whole=True),
        SEVEN_YEARS,
        "days",
        "Events are kept at least this long; the rule may be extended, not shortened.",
        "R-29, C-18",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "retention.contact_days",
        "Former contacts are kept",
        Number(SEVEN_YEARS, LONGEST, whole=True),
        SEVEN_YEARS,
        "days",
        "Deactivated contacts stay this long, with restricted access.",
        "R-21, R-29",
        Severity.BLOCK,
        NETWORK_ONLY,
    ),
    Key(
        "retention.site_history_months",
        "Site history is kept",
        Number(24, 1_200, whole=True),
        24,
        "months",
        "Former values of sites stay at least this long.",
        "R-29",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "retention.monitoring_days",
        "Monitoring is kept",
        Number(1, 3_650, whole=True),
        30,
        "days",
        "Finished jobs and technical metrics are removed after this time.",
        "R-29",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "retention.exchanged_files_days",
        "Uploads and exports are kept",
        Number(1, 365, whole=True),
        30,
        "days",
        "Files of imports and exports are removed after this time; what an import wrote, its rows "
        "and its undo stay.",
        "proposed",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "retention.forecast_occupancy_months",
        "Occupancy for forecasts is kept",
        Number(12, 240, whole=True),
        24,
        "months",
        "History of occupancy that forecasts may use.",
        "R-29",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "retention.forecast_revenue_months",
        "Revenue for forecasts is kept",
        Number(12, 240, whole=True),
        36,
        "months",
        "History of revenue that forecasts may use.",
        "R-29",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "sync.lag_seconds",
        "Lag behind partners",
        Ladder(("goal", "warn", "critical", "breach"), Number(1, 604_800)),
        {"goal": 30, "warn": 300, "critical": 900, "breach": 86_400},
        "s",
        "How far exchanged data may lag before it warns, alarms and breaks the agreement.",
        "C-16",
        Severity.WARN,
        NETWORK_ONLY,
    ),
    Key(
        "sync.revenue_tolerance_usd",
        "Tolerance of the daily revenue check",
        Number(0, 100_000),
        100,
        "USD",
        "Differences up to this are not reported.",
        "Domain 6, operations feed",
    ),
)
