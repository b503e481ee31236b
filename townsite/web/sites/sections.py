"""The fields of a site in the order people fill them in, for the profile and the form."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A group of fields; `shown` also holds what only the profile tells."""

    key: str
    label: str
    fields: tuple[str, ...]
    also_shown: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """What the profile shows; 24/7 is told by the hours."""
        return tuple(name for name in (*self.fields, *self.also_shown) if name != "is_24_7")


SECTIONS = (
    Section(
        "identity",
        "Identity",
        ("name", "customer", "business_segment"),
        ("facility_type", "service_class", "tier", "commercial_class"),
    ),
    Section(
        "location",
        "Location",
        ("street1", "street2", "city", "state", "zip", "country", "location", "time_zone"),
        ("geocode_source", "geocode_quality"),
    ),
    Section(
        "operations",
        "Operations",
        ("is_24_7", "operating_hours", "parking_mode", "parking_spaces", "room_count"),
        ("complexity",),
    ),
    Section(
        "finance",
        "Finance",
        (
            "gl_string",
            "legal_entity",
            "vendor_code",
            "p_and_l_category",
            "cog_segment",
            "invoice_recipient",
            "annual_revenue_cents",
        ),
        ("revenue_class",),
    ),
    Section("dates", "Dates", ("start_date", "close_date")),
)
FIELDS = tuple(name for section in SECTIONS for name in section.fields)
