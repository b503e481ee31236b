"""Which tone and words a value wears, the same on every page."""

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices

from townsite.changes.choices import ChangeClass, ChangeState
from townsite.sites import choices
from townsite.workflows.choices import RequestState


@dataclass(frozen=True)
class Badge:
    """`tone` is a color of the style sheet: green, blue, amber, red, purple or gray."""

    label: str
    tone: str


LABELS: Final[dict[str, type[TextChoices]]] = {
    "status": choices.SiteStatus,
    "type": choices.FacilityType,
    "tier": choices.Tier,
    "health": choices.Health,
    "service": choices.ServiceClass,
    "commercial": choices.CommercialClass,
    "revenue": choices.RevenueClass,
    "quality": choices.GeocodeQuality,
    "change": ChangeState,
    "change_class": ChangeClass,
    "coordination": RequestState,
}

TONES: Final[dict[str, dict[str, str]]] = {
    "coordination": {
        "open": "blue",
        "accepted": "green",
        "declined": "red",
        "ended": "gray",
        "withdrawn": "gray",
    },
    "status": {
        "draft": "gray",
        "pending": "blue",
        "active": "green",
        "suspended": "amber",
        "inactive": "gray",
        "merged": "purple",
        "retired": "gray",
        "proposed": "blue",
        "planned": "blue",
        "closed": "gray",
    },
    "tier": {"1": "purple", "2": "blue", "3": "gray", "custom": "amber"},
    "health": {"good": "green", "attention": "amber", "poor": "red"},
    "quality": {
        "exact": "green",
        "street": "green",
        "zip": "amber",
        "place": "amber",
        "none": "red",
    },
    "severity": {
        "error": "red",
        "block": "red",
        "warning": "amber",
        "warn": "amber",
        "info": "blue",
    },
    "rung": {"advise": "blue", "block": "amber", "review": "red"},
    "outcome": {
        "create": "green",
        "update": "blue",
        "unchanged": "gray",
        "skip": "gray",
        "error": "red",
    },
    "change": {
        "draft": "gray",
        "submitted": "amber",
        "approved": "blue",
        "rejected": "red",
        "scheduled": "blue",
        "effective": "green",
        "reverted": "purple",
        "cancelled": "gray",
    },
    "plan": {
        "recommended": "green",
        "new": "blue",
        "closes": "amber",
        "kept": "green",
        "broken": "red",
    },
    "change_class": {"exception": "amber", "emergency": "red"},
    "policy": {"in force": "green", "scheduled": "blue", "ended": "gray", "withdrawn": "gray"},
    "import": {
        "submitted": "amber",
        "mapping": "blue",
        "checking": "amber",
        "review": "blue",
        "committing": "amber",
        "committed": "green",
        "undoing": "amber",
        "undone": "gray",
    },
    "job": {
        "todo": "gray",
        "waiting": "gray",
        "queued": "gray",
        "doing": "blue",
        "running": "blue",
        "succeeded": "green",
        "done": "green",
        "failed": "red",
        "cancelled": "gray",
        "cancelling": "amber",
        "aborted": "gray",
    },
}

# Where the value's own word is too short for a page.
WORDS = {("severity", "warn"): "Warning"}


def badge_for(kind: str, value: str, label: str = "") -> Badge:
    """The badge of `value`; an unknown value is gray and says itself."""
    names = LABELS.get(kind)
    known = dict(names.choices).get(value, "") if names else ""
    words = (
        label or WORDS.get((kind, value)) or str(known) or str(value).replace("_", " ").capitalize()
    )
    return Badge(label=words, tone=TONES.get(kind, {}).get(value, "gray"))
