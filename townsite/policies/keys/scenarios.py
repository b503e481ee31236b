"""What the scenario workbench asks of a plan, and how the nightly check works (A-18, A-137)."""

from townsite.policies.choices import Severity
from townsite.policies.key import GROUPS, NETWORK_ONLY, Key
from townsite.policies.value_types import Number

KEYS = (
    Key(
        "scenario.load_tolerance",
        "Load around the mean",
        Number(0.01, 1),
        0.1,
        "share",
        "How far a territory's weighted load may lie from the mean of a plan.",
        "R-05, R-10 (share proposed)",
        Severity.WARN,
        GROUPS,
    ),
    Key(
        "scenario.revenue_tolerance",
        "Revenue around the mean",
        Number(0.01, 5, optional=True),
        None,
        "share",
        "How far a territory's yearly revenue may lie from the mean of a plan.",
        "R-06, R-10 (no limit proposed)",
        Severity.INFO,
        GROUPS,
    ),
    Key(
        "scenario.move_share",
        "Sites that may change hands",
        Number(0, 1, optional=True),
        None,
        "share",
        "The share of sites that a plan may move from one territory to another.",
        "R-14 (no limit proposed)",
        Severity.INFO,
        GROUPS,
    ),
    Key(
        "scenario.automatic_minutes",
        "Time for a plan of the nightly check",
        Number(1, 60),
        5,
        "min",
        "So long the nightly check of imbalance may look for plans of one district.",
        "A-137 (minutes proposed)",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "scenario.automatic_pause_days",
        "Pause between plans of the nightly check",
        Number(1, 365, whole=True),
        30,
        "days",
        "For so long the nightly check files no further scenario for the same district.",
        "A-137, R-05 (days proposed)",
        scopes=NETWORK_ONLY,
    ),
    Key(
        "scenario.measure_after_days",
        "A published plan is measured after",
        Number(0, 365, whole=True),
        30,
        "days",
        "So long after publication a plan's territories are measured against its prediction.",
        "A-108, R-14 (days proposed)",
        scopes=NETWORK_ONLY,
    ),
)
