"""What a caller may send for a site."""

from datetime import date
from typing import Annotated, Any

from django.contrib.gis.geos import Point
from ninja import Schema
from pydantic import ConfigDict, Field, field_validator, model_validator

from townsite.common.errors import Invalid
from townsite.sites.choices import (
    BusinessSegment,
    CommercialClass,
    FacilityType,
    ParkingMode,
    ServiceClass,
    Tier,
)
from townsite.sites.models import Customer

__all__ = ["SiteChange", "SiteInput", "StatusChange"]

Word = Annotated[str, Field(max_length=150)]
DAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
TIME = r"^([01]\d|2[0-4]):[0-5]\d$"


class SiteChange(Schema):
    """Fields to change (RFC 7396): what is absent stays, null clears."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    facility_type: FacilityType | None = None
    business_segment: BusinessSegment | None = None
    customer: Annotated[str, Field(max_length=150, description="Name of the customer")] | None = (
        None
    )
    street1: Word | None = None
    street2: Annotated[str, Field(max_length=100)] | None = None
    city: Annotated[str, Field(max_length=80)] | None = None
    state: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] | None = None
    zip: Annotated[str, Field(pattern=r"^(\d{5}(-\d{4})?)?$")] | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    operating_hours: (
        dict[str, tuple[Annotated[str, Field(pattern=TIME)], Annotated[str, Field(pattern=TIME)]]]
        | None
    ) = None
    is_24_7: bool | None = None
    parking_spaces: Annotated[int, Field(ge=0, le=10_000)] | None = None
    room_count: Annotated[int, Field(ge=0, le=5_000)] | None = None
    parking_mode: ParkingMode | None = None
    gl_string: Annotated[str, Field(max_length=20)] | None = None
    vendor_code: Annotated[str, Field(max_length=20)] | None = None
    legal_entity: Annotated[str, Field(max_length=10)] | None = None
    p_and_l_category: Annotated[str, Field(max_length=30)] | None = None
    cog_segment: Annotated[str, Field(max_length=20)] | None = None
    invoice_recipient: Word | None = None
    start_date: date | None = None
    close_date: date | None = None
    annual_revenue_cents: Annotated[int, Field(ge=0, le=10**15)] | None = None
    service_class: ServiceClass | None = None
    tier: Tier | None = None
    commercial_class: CommercialClass | None = None

    @field_validator("*")
    @classmethod
    def without_null_character(cls, value: Any) -> Any:
        """PostgreSQL cannot store U+0000."""
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("text must not contain the character U+0000")
        return value

    @field_validator("operating_hours")
    @classmethod
    def known_days(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        unknown = sorted(set(value or {}) - DAYS)
        if unknown:
            raise ValueError(f"unknown days {', '.join(unknown)}; use mon to sun")
        return value

    @model_validator(mode="after")
    def point_is_whole(self) -> "SiteChange":
        """Latitude and longitude come together."""
        if ("latitude" in self.model_fields_set) != ("longitude" in self.model_fields_set):
            raise ValueError("send latitude and longitude together")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("send latitude and longitude together")
        return self

    def values(self) -> dict[str, Any]:
        """What was sent, as fields of the site."""
        sent = {name: getattr(self, name) for name in self.model_fields_set}
        sent.pop("number", None)
        if "latitude" in sent:
            latitude, longitude = sent.pop("latitude"), sent.pop("longitude")
            sent["location"] = None if latitude is None else Point(longitude, latitude, srid=4326)
        if "customer" in sent:
            sent["customer"] = _customer(sent["customer"])
        return {name: _cleared(name) if value is None else value for name, value in sent.items()}


class SiteInput(SiteChange):
    """A new site; without a number the next free one is taken."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    facility_type: FacilityType
    number: Annotated[str, Field(pattern=r"^\d{1,6}$")] | None = None

    def values(self) -> dict[str, Any]:
        return {**super().values(), **({"number": self.number} if self.number else {})}


class StatusChange(Schema):
    """A step of the lifecycle."""

    model_config = ConfigDict(extra="forbid")

    verb: Annotated[str, Field(pattern="^(submit|activate|suspend|reactivate|deactivate)$")]
    reason: Annotated[str, Field(max_length=2_000)] = ""
    close_date: date | None = None


NULLABLE = {
    "customer", "location", "parking_spaces", "room_count", "start_date", "close_date",
    "annual_revenue_cents",
}  # fmt: skip
EMPTY: dict[str, Any] = {"operating_hours": {}, "is_24_7": False}


def _cleared(name: str) -> Any:
    return None if name in NULLABLE else EMPTY.get(name, "")


def _customer(name: str | None) -> Customer | None:
    if name is None:
        return None
    found = Customer.objects.filter(name__iexact=name).first()
    if found is None:
        raise Invalid(
            f"No customer named “{name}” is within your reach. Create it first.",
            fields={"customer": [f"“{name}” is not a known customer."]},
        )
    return found
