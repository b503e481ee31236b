"""How deadlines are counted (domain 3.2, A-73)."""

from townsite.policies.choices import ClockKind, Severity
from townsite.policies.key import GROUPS, Key
from townsite.policies.value_types import Choices, Ladder, Number, OneOf

KEYS = (
    Key(
        "clock.counting",
        "How a deadline is counted",
        Choices(("decision", "customer", "dispute", "request", "notice"), tuple(ClockKind.values)),
        {
            "decision": "working_days",
            "customer": "calendar",
            "dispute": "working_days",
            "request": "working_days",
            "notice": "calendar",
        },
        "",
        "Around the clock, over whole working days, or in business hours of the place. The clocks "
        "of an emergency never stop.",
        "R-13, R-14 (counting proposed)",
        Severity.INFO,
        GROUPS,
    ),
    Key(
        "clock.business_hours",
        "Business hours",
        Ladder(("from", "until"), Number(0, 24)),
        {"from": 8, "until": 17},
        "h, local time",
        "The hours that count where a clock runs in business hours.",
        "R-18 (hours of primary contacts)",
        Severity.INFO,
        GROUPS,
    ),
    Key(
        "clock.working_week",
        "Working week",
        OneOf(("monday to friday", "monday to saturday", "every day")),
        "monday to friday",
        "",
        "The days that count where a clock runs over working days or business hours.",
        "Proposed",
        Severity.INFO,
        GROUPS,
    ),
    Key(
        "clock.calendar",
        "Holidays",
        OneOf(("US", "PR", "CA", "MX", "none")),
        "US",
        "country",
        "Whose public holidays do not count; single days are corrected on the page Holidays.",
        "Proposed",
        Severity.INFO,
        GROUPS,
    ),
)
