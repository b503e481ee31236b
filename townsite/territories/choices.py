"""The closed vocabularies of territories."""

from django.db import models


class TerritoryLevel(models.TextChoices):
    NATIONAL = "national", "National"
    REGION = "region", "Region"
    DISTRICT = "district", "District"
    TERRITORY = "territory", "Territory"


class TerritoryKind(models.TextChoices):
    URBAN = "urban", "Urban"
    METRO = "metro", "Metro"
    REGIONAL = "regional", "Regional"
    RURAL = "rural", "Rural"
    SPECIALTY = "specialty", "Specialty"


class Membership(models.TextChoices):
    """How sites come to belong: some real districts are not geographic."""

    BOUNDARY = "boundary", "Boundary"
    LIST = "list", "Explicit list"
    RULE = "rule", "Attribute rule"


class TerritoryStatus(models.TextChoices):
    PENDING = "pending", "Pending"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


class PostRole(models.TextChoices):
    MANAGER = "manager", "Manager"
    BACKUP = "backup", "Backup"


class AssignmentKind(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    TEMPORARY = "temporary", "Temporary"
    EMERGENCY = "emergency", "Emergency"
    SHADOW = "shadow", "Shadow"


class ExceptionEffect(models.TextChoices):
    """What a named exception does to placement (R-12)."""

    PIN = "pin", "Place here"
    WAIVE = "waive", "May be placed here in spite of the rules"
    BAR = "bar", "Never place here"
    WISH = "wish", "Customer asks for it"
    REFUSAL = "refusal", "Customer refuses it"


class ExceptionGround(models.TextChoices):
    """The grounds of exceptions: four of geography, four of business (R-12)."""

    ISLAND = "island", "Island"
    BORDER = "border", "Border"
    ACCESS = "access", "Access"
    REGULATION = "regulation", "Regulatory zone"
    CUSTOMER = "customer", "Customer request"
    CONTRACT = "contract", "Contract clause"
    STRATEGIC = "strategic", "Strategic account"
    COMPETITION = "competition", "Competition"


class BalanceRule(models.TextChoices):
    """The rules of balance and span that are watched."""

    SITE_COUNT = "site_count", "Too many sites (R-05)"
    FEW_SITES = "few_sites", "Few sites (R-05)"
    REVENUE = "revenue", "Too much revenue (R-06)"
    CAPACITY = "capacity", "Over capacity (R-07)"
    PORTFOLIO = "portfolio", "Manager's portfolio (R-10)"
    REBALANCE = "rebalance", "Portfolio out of line (R-10)"
    SPAN = "span", "Span of a district manager (R-11)"
    COHERENCE = "coherence", "Geographic coherence (R-11)"


class Rung(models.TextChoices):
    """How far a rule is broken (C-03): advice, a block or exception, a review that must be held."""

    ADVISE = "advise", "Advice"
    BLOCK = "block", "Needs an exception"
    REVIEW = "review", "Review due"


# Coverage for leave, vacancy or an emergency ends by itself.
TIME_BOXED = frozenset({AssignmentKind.TEMPORARY, AssignmentKind.EMERGENCY, AssignmentKind.SHADOW})
