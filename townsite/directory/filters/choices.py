"""Filters by a closed vocabulary: `type:hotel,medical`."""

from datetime import datetime

from django.db import models
from rapidfuzz import process

from townsite.directory.conditions import Condition
from townsite.directory.errors import SearchProblem
from townsite.directory.filters.base import Filter
from townsite.directory.grammar import values
from townsite.sites.choices import (
    BusinessSegment,
    CommercialClass,
    FacilityType,
    GeocodeQuality,
    Health,
    ParkingMode,
    RevenueClass,
    ServiceClass,
    SiteStatus,
    Tier,
)
from townsite.sites.states import STATES

NEAR_ENOUGH = 60  # per cent of likeness below which a suggestion only puzzles


def pick(key: str, text: str, options: dict[str, str]) -> list[str]:
    """The stored values meant by `text`; by value or label, in any case.

    Raises SearchProblem naming the nearest one that exists.
    """
    meant = []
    known = {_plain(v): v for v in options} | {_plain(label): v for v, label in options.items()}
    for word in values(text):
        value = known.get(_plain(word))
        if value is None:
            near = process.extractOne(_plain(word), list(known), score_cutoff=NEAR_ENOUGH)
            hint = f"Did you mean {known[near[0]]}?" if near else f"Use {', '.join(options)}."
            raise SearchProblem(f"{key}:{text}", f"There is no “{word}”. {hint}")
        meant.append(value)
    if not meant:
        raise SearchProblem(f"{key}:{text}", f"Give a value, for example {next(iter(options))}.")
    return meant


def _plain(text: str) -> str:
    return text.lower().replace("-", " ").replace("_", " ").strip()


def choice_filter(key: str, label: str, column: str, options: dict[str, str]) -> Filter:
    """A filter on a column that holds one of `options`."""

    def build(text: str, _: datetime) -> Condition:
        return Condition(f"s.{column} = ANY (%s)", [pick(key, text, options)])

    return Filter(key, label, f"{key}:{next(iter(options))}", build, tuple(options.items()))


def _of(choices: type[models.TextChoices]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


CHOICE_FILTERS = [
    choice_filter("type", "Type", "facility_type", _of(FacilityType)),
    choice_filter("status", "Status", "status", _of(SiteStatus)),
    choice_filter("tier", "Tier", "tier", _of(Tier)),
    choice_filter("state", "State", "state", STATES),
    choice_filter("health", "Health", "health", _of(Health)),
    choice_filter("segment", "Segment", "business_segment", _of(BusinessSegment)),
    choice_filter("service", "Service class", "service_class", _of(ServiceClass)),
    choice_filter("class", "Commercial class", "commercial_class", _of(CommercialClass)),
    choice_filter("revenue_class", "Revenue class", "revenue_class", _of(RevenueClass)),
    choice_filter("parking", "Parking", "parking_mode", _of(ParkingMode)),
    choice_filter("quality", "Point quality", "geocode_quality", _of(GeocodeQuality)),
]
