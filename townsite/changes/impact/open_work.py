"""Open work on the same sites and territories: what a change would meet or overtake (domain 4.2)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from townsite.changes.facts.fact import Places
from townsite.changes.models import Touch
from townsite.changes.queries.listing import OPEN
from townsite.territories.choices import ExceptionEffect
from townsite.territories.models import BalanceReview, PlacementException

MOST_NAMED = 20
BINDING = (ExceptionEffect.PIN, ExceptionEffect.BAR)


@dataclass(frozen=True)
class OpenWork:
    """Something that waits or goes on: what, where to find it, on how many of the same sites."""

    what: str
    address: str
    sites: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


# Asked with the places of a change and the moment.
Finder = Callable[[Places, datetime], list[OpenWork]]
_FINDERS: list[Finder] = []


def add_open_work(finder: Finder) -> None:
    """Lets a part above say what goes on in it; called when its app is ready."""
    _FINDERS.append(finder)


def open_work(places: Places, *, at: datetime, beside: UUID | None) -> list[OpenWork]:
    """Everything open on these places, a few statements; `beside` is the change set itself."""
    found = [
        *_change_sets(places, beside),
        *_named_exceptions(places, at),
        *_reviews(places),
        *(each for finder in _FINDERS for each in finder(places, at)),
    ]
    return found[:MOST_NAMED]


def _change_sets(places: Places, beside: UUID | None) -> list[OpenWork]:
    """Others that touch the same sites; without sites, the same territories."""
    same = Q(site__number__in=places.sites)
    if not places.sites:
        same = Q(territory__code__in=places.territories)
    rows = (
        Touch.objects.filter(same, change_set__state__in=OPEN)
        .exclude(change_set=beside)
        .values_list("change_set__number", "change_set__state")
        .annotate(sites=Count("site"))
        .order_by("-change_set__number")
    )
    return [
        OpenWork(f"Change set {number} ({state})", f"/change-sets/{number}/", sites)
        for number, state, sites in rows[:MOST_NAMED]
    ]


def _named_exceptions(places: Places, at: datetime) -> list[OpenWork]:
    """Decisions of placement that hold sites where they are, or keep them out (R-12)."""
    rows = PlacementException.objects.filter(
        site__number__in=places.sites, valid_during__contains=at, effect__in=BINDING
    ).select_related("site", "territory")
    return [
        OpenWork(
            f"{each.get_effect_display()}: {each.site.number} in {each.territory.code}, "
            f"by {each.decided_by_label}",
            f"/sites/{each.site.number}/placement/",
            1,
        )
        for each in rows.order_by("site__number")[:MOST_NAMED]
    ]


def _reviews(places: Places) -> list[OpenWork]:
    rows = BalanceReview.objects.filter(
        closed_at=None, territory__code__in=places.territories
    ).select_related("territory")
    return [
        OpenWork(
            f"Review of {each.territory.code}: {each.get_rule_display()}",
            f"/territories/{each.territory.code}/",
        )
        for each in rows.order_by("territory__code", "rule")[:MOST_NAMED]
    ]
