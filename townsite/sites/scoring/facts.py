"""What the score cards look at."""

from dataclasses import dataclass, fields
from typing import Any, Protocol


@dataclass(frozen=True)
class SiteFacts:
    """The facts of one site. None means that nobody knows; an empty text, not given.

    Contract models (R-07) come with the contract feed of a later issue; until then they are None,
    and the cards say so.
    """

    facility_type: str
    is_24_7: bool
    service_class: str = ""
    parking_mode: str = ""
    parking_spaces: int | None = None
    room_count: int | None = None
    annual_revenue_cents: int | None = None
    contract_models: tuple[str, ...] | None = None
    service_count: int | None = None


# The facts that are columns of a site.
COLUMNS = tuple(
    field.name
    for field in fields(SiteFacts)
    if field.name not in ("contract_models", "service_count")
)


class HasFacts(Protocol):
    """A site, or anything with the same columns."""

    facility_type: Any
    is_24_7: Any
    service_class: Any
    parking_mode: Any
    parking_spaces: Any
    room_count: Any
    annual_revenue_cents: Any


def facts_of(site: HasFacts) -> SiteFacts:
    """The facts of a site as it stands."""
    return SiteFacts(**{name: getattr(site, name) for name in COLUMNS})
