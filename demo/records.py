"""What the recipe yields: plain records, referring to each other by number, code and name."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(slots=True)
class Customer:
    name: str
    code: str
    domain: str  # of its made-up mailboxes, always under example.com
    sector: str  # hotel, medical, property, airport, event


@dataclass(slots=True)
class Site:
    """One site as it is today."""

    number: str
    name: str
    facility_type: str
    business_segment: str
    customer: Customer
    street1: str
    city: str
    state: str
    zip: str
    longitude: float
    latitude: float
    time_zone: str
    phone_area: str
    territory: str
    is_24_7: bool = False
    operating_hours: dict[str, list[str]] = field(default_factory=dict)
    parking_spaces: int | None = None
    room_count: int | None = None
    parking_mode: str = ""
    annual_revenue_cents: int | None = None
    service_class: str = ""
    tier: str = ""
    commercial_class: str = ""
    complexity: int = 0
    status: str = "active"
    geocode_source: str = "given"
    geocode_quality: str = "exact"
    gl_string: str = ""
    vendor_code: str = ""
    legal_entity: str = ""
    p_and_l_category: str = "Operations"
    cog_segment: str = "Base"
    invoice_recipient: str = ""
    start_date: date | None = None
    close_date: date | None = None
    merged_into: str = ""  # the number of the site it was merged into

    @property
    def label(self) -> str:
        return f"{self.number} {self.name}"


@dataclass(slots=True)
class Contact:
    """A role mailbox: nobody's name."""

    key: str
    customer: Customer
    first_name: str
    last_name: str
    title: str
    department: str
    authority_level: int
    email: str
    phone: str
    mobile: str
    preferred_method: str
    time_zone: str
    verified_at: datetime | None


@dataclass(slots=True)
class SiteContact:
    number: str
    contact: str  # a contact's key
    role: str
    shift: str
    available_24_7: bool
    since: datetime


@dataclass(slots=True)
class Document:
    number: str
    type: str
    title: str
    version: int
    is_current: bool
    uploaded_at: datetime
    uploaded_by: str
    expires_on: date | None


@dataclass(slots=True)
class Relationship:
    number: str
    other: str
    kind: str
    share_percent: int | None = None


@dataclass(slots=True)
class Spell:
    """A value that held from `since` until `until` (None: it still does)."""

    number: str
    what: str  # a facet, or "territory"
    value: str
    since: datetime
    until: datetime | None = None
    reason: str = ""


@dataclass(slots=True)
class Happening:
    """Something that happened to a record, for the event spine."""

    type: str
    at: datetime
    by: str
    kind: str  # site, territory, customer, document, …
    key: str  # number, code, name
    label: str
    number: str = ""  # the site it concerns
    territory: str = ""
    reason: str = ""
    changes: dict[str, list[Any]] = field(default_factory=dict)
