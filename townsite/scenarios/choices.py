"""The closed vocabularies of scenarios."""

from django.db import models

# The name of the job that searches.
FIND_PLANS = "scenarios.find_plans"


class Goal(models.TextChoices):
    """What a plan is judged by; smaller is better in all of them."""

    TRAVEL = "travel", "Travel"
    BALANCE = "balance", "Balance"
    COMPACTNESS = "compactness", "Compactness"
    DISRUPTION = "disruption", "Disruption"


class Centers(models.TextChoices):
    """Where territories have their centers."""

    KEEP = "keep", "Stay where they are"
    CHOOSE = "choose", "Are chosen among the sites"


class Effort(models.TextChoices):
    """How long the search may go on; steps, not seconds, so that a run can be repeated."""

    QUICK = "quick", "Quick"
    STANDARD = "standard", "Standard"
    THOROUGH = "thorough", "Thorough"


class Outcome(models.TextChoices):
    """How a run ended."""

    FOUND = "found", "Plans found"
    STOPPED = "stopped", "Stopped; plans so far kept"
    IMPOSSIBLE = "impossible", "No plan can keep all constraints"
    NONE = "none", "No plan found"


class PlanOrigin(models.TextChoices):
    """Who made a plan."""

    FOUND = "found", "Found by the run"
    PAINTED = "painted", "Painted by hand"
    IMPROVED = "improved", "Improved around here"
