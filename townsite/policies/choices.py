"""Words of the policies: where a value holds, and how hard it is."""

from django.db import models


class ScopeKind(models.TextChoices):
    """Where a value holds; listed from the most general to the most specific (domain 3.5)."""

    GLOBAL = "global", "Everywhere"
    REGION = "region", "Region"
    TERRITORY_KIND = "territory_kind", "Territory type"
    TERRITORY = "territory", "Territory"
    SITE = "site", "Site"


class Severity(models.TextChoices):
    """What a breach does: it is noted, it warns, or it stops the change."""

    INFO = "info", "Info"
    WARN = "warn", "Warn"
    BLOCK = "block", "Block"


# C-02: reach and capacity differ by these types of territory.
TERRITORY_KINDS = ("urban", "metro", "regional", "rural", "specialty")

THEMES = {
    "placement": "Placement of sites",
    "reach": "Reach of territories",
    "capacity": "Capacity of managers",
    "balance": "Balance between territories",
    "scenario": "Scenarios",
    "approval": "Approvals",
    "notice": "Notice periods",
    "coverage": "Coverage",
    "clock": "Clocks and calendars",
    "contact": "Contacts",
    "score": "Score cards",
    "revenue": "Revenue classes",
    "utilization": "Utilization",
    "quality": "Data quality",
    "identifier": "Numbers and patterns",
    "sync": "Exchange with partners",
    "sign_in": "Sign-in",
    "token": "Access tokens",
    "alert": "Alerts of security",
    "retention": "Retention",
}


class ClockKind(models.TextChoices):
    """What counts towards a deadline."""

    CALENDAR = "calendar", "Around the clock"
    WORKING_DAYS = "working_days", "Working days"
    BUSINESS_HOURS = "business_hours", "Business hours"
