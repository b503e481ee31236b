"""What administrators are alerted to, and when an account counts as dormant (A-101, A-119)."""

from townsite.policies.choices import Severity
from townsite.policies.key import NETWORK_ONLY, Key
from townsite.policies.value_types import Ladder, Number

KEYS = (
    Key(
        "alert.failed_sign_ins",
        "Failed sign-ins that alert",
        Ladder(("account", "address"), Number(1, 100_000, whole=True)),
        {"account": 8, "address": 25},
        "in the window",
        "So many failures of one account, or from one address, within the window of sign-ins are told "
        "to system administrators.",
        "A-101, A-119 (figures proposed)",
        Severity.WARN,
        NETWORK_ONLY,
    ),
    Key(
        "alert.exported_rows",
        "Exported rows that alert",
        Number(1, 100_000_000, whole=True),
        100_000,
        "rows",
        "One person who takes so many rows within the window of exports.",
        "A-101 (figure proposed)",
        Severity.WARN,
        NETWORK_ONLY,
    ),
    Key(
        "alert.exports",
        "Exports that alert",
        Number(1, 10_000, whole=True),
        25,
        "exports",
        "One person who makes so many exports within the window of exports.",
        "A-101 (figure proposed)",
        Severity.WARN,
        NETWORK_ONLY,
    ),
    Key(
        "alert.window_minutes",
        "Windows of alerts",
        Ladder(("sign_ins", "exports"), Number(5, 10_080, whole=True)),
        {"sign_ins": 60, "exports": 1_440},
        "min",
        "How far back failures and exports are added up; the same is told once in a window.",
        "A-101 (figures proposed)",
        Severity.WARN,
        NETWORK_ONLY,
    ),
    Key(
        "alert.known_days",
        "A network or browser is known for",
        Number(1, 730, whole=True),
        90,
        "days",
        "A sign-in from a network or browser that the person did not use in this time is told.",
        "A-101 (figure proposed)",
        Severity.WARN,
        NETWORK_ONLY,
    ),
    Key(
        "alert.dormant_days",
        "An account is dormant after",
        Number(1, 730, whole=True),
        90,
        "days",
        "Accounts without any sign-in for this long are marked in the activity report.",
        "Domain 5, security numbers",
        Severity.WARN,
        NETWORK_ONLY,
    ),
)
