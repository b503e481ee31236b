"""Who covers: the card of a territory's page."""

from datetime import datetime
from typing import Any

from townsite.access.queries import covers_of
from townsite.territories.coverage import coverage_given, coverage_taken
from townsite.territories.models import Territory


def territory_coverage(territory: Territory, *, at: datetime) -> dict[str, Any]:
    """The context of `territories/coverage_card.html`, in three statements."""
    return {
        "covers": list(covers_of(territory.path, at=at)),
        "coverage_given": coverage_given(territory, at=at),
        "coverage_taken": coverage_taken(territory, at=at),
        "coverage_at": at,
    }
