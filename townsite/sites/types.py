"""The catalogue of facility types: what each must tell, and what it starts with (B-21 to B-25)."""

from dataclasses import dataclass, field
from typing import Any

from townsite.sites.choices import BusinessSegment, FacilityType, ParkingMode

# Facts asked of every site; `quality` knows how each is checked.
BASIC = (
    "street", "city", "state", "zip", "point", "customer", "territory", "primary_contact",
    "billing_contact", "emergency_contacts", "hours", "service_class", "tier", "start_date",
    "gl_string",
)  # fmt: skip

BUSINESS_HOURS = {day: ["07:00", "19:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
SHOP_HOURS = {day: ["09:00", "21:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@dataclass(frozen=True)
class SiteType:
    """One facility type: required facts, defaults of a new site, and the ratios shown first."""

    code: FacilityType
    required: tuple[str, ...]
    defaults: dict[str, Any] = field(default_factory=dict)
    ratios: tuple[str, ...] = ()
    privacy_class: int = 2  # data classes 0 public to 4 regulated (domain section 5)
    note: str = ""


CATALOGUE: dict[str, SiteType] = {
    each.code: each
    for each in (
        SiteType(
            FacilityType.AIRPORT,
            required=(*BASIC, "spaces", "operations_contact", "shift_contacts"),
            defaults={"is_24_7": True, "business_segment": BusinessSegment.COMMERCIAL},
            ratios=("aggregator volume", "shuttle loops", "parking utilization"),
            note="Open around the clock; an operations contact for every shift.",
        ),
        SiteType(
            FacilityType.HOTEL,
            required=(*BASIC, "rooms", "spaces"),
            defaults={
                "is_24_7": True,
                "business_segment": BusinessSegment.HOSPITALITY,
                "parking_mode": ParkingMode.VALET,
            },
            ratios=("occupancy", "drive-in ratio", "capture ratio", "satisfaction"),
            note="Rooms are required (R-25).",
        ),
        SiteType(
            FacilityType.MEDICAL,
            required=(*BASIC, "spaces", "certificate", "emergency_24_7"),
            defaults={"business_segment": BusinessSegment.HEALTHCARE},
            ratios=("parking utilization", "safety incidents", "satisfaction"),
            privacy_class=4,
            note="Certificates are required, and emergency contacts reachable around the clock.",
        ),
        SiteType(
            FacilityType.CORPORATE,
            required=(*BASIC, "spaces"),
            defaults={
                "operating_hours": BUSINESS_HOURS,
                "business_segment": BusinessSegment.COMMERCIAL,
            },
            ratios=("monthly parkers", "parking utilization"),
            note="Weekday business hours.",
        ),
        SiteType(
            FacilityType.MIXED_USE,
            required=(*BASIC, "rooms", "spaces"),
            defaults={"business_segment": BusinessSegment.COMMERCIAL},
            ratios=("parking utilization", "shared parking"),
            note="Rooms and spaces are required (R-25); shared parking adds up to 100%.",
        ),
        SiteType(
            FacilityType.RETAIL,
            required=(*BASIC, "spaces"),
            defaults={
                "operating_hours": SHOP_HOURS,
                "business_segment": BusinessSegment.COMMERCIAL,
            },
        ),
        SiteType(
            FacilityType.RESIDENTIAL,
            required=(*BASIC, "spaces"),
            defaults={"is_24_7": True, "business_segment": BusinessSegment.RESIDENTIAL},
        ),
        SiteType(FacilityType.EVENT, required=(*BASIC, "spaces")),
        SiteType(FacilityType.OTHER, required=BASIC),
    )
}
