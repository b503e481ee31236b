"""What the database refuses about a site, each rule by name."""

from django.db.models import BaseConstraint, CheckConstraint, F, Q

from townsite.sites.choices import FacilityType, ParkingMode, SiteStatus

ACTIVE = Q(status=SiteStatus.ACTIVE)
BEYOND_DRAFT = ~Q(status=SiteStatus.DRAFT)

SITE_CONSTRAINTS: list[BaseConstraint] = [
    CheckConstraint(condition=Q(number__regex=r"^[0-9]{4,6}$"), name="site_number_digits"),
    CheckConstraint(condition=~Q(name=""), name="site_has_name"),
    CheckConstraint(condition=Q(status__in=SiteStatus.values), name="site_status_known"),
    CheckConstraint(condition=Q(facility_type__in=FacilityType.values), name="site_type_known"),
    CheckConstraint(
        condition=Q(state="") | Q(state__regex=r"^[A-Z]{2}$"), name="site_state_two_letters"
    ),
    CheckConstraint(
        condition=Q(zip="") | Q(zip__regex=r"^\d{5}(-\d{4})?$"), name="site_zip_format"
    ),
    CheckConstraint(
        condition=Q(parking_spaces=None) | Q(parking_spaces__range=(0, 10_000)),
        name="site_spaces_in_range",
    ),
    CheckConstraint(
        condition=Q(room_count=None) | Q(room_count__range=(0, 5_000)), name="site_rooms_in_range"
    ),
    CheckConstraint(
        condition=Q(complexity=None) | Q(complexity__range=(0, 100)),
        name="site_complexity_in_range",
    ),
    CheckConstraint(
        condition=Q(annual_revenue_cents=None) | Q(annual_revenue_cents__gte=0),
        name="site_revenue_not_negative",
    ),
    CheckConstraint(
        condition=Q(start_date=None) | Q(close_date=None) | Q(close_date__gte=F("start_date")),
        name="site_closes_after_start",
    ),
    # Lifecycle guards (domain 4.0).
    CheckConstraint(
        condition=~BEYOND_DRAFT | (~Q(city="") & ~Q(state="")), name="site_beyond_draft_has_town"
    ),
    CheckConstraint(
        condition=~Q(status=SiteStatus.INACTIVE) | Q(close_date__isnull=False),
        name="site_inactive_has_close_date",
    ),
    CheckConstraint(
        condition=Q(status=SiteStatus.MERGED, merged_into__isnull=False)
        | (~Q(status=SiteStatus.MERGED) & Q(merged_into=None)),
        name="site_merged_names_target",
    ),
    CheckConstraint(
        condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="site_not_merged_into_itself"
    ),
    # Conditional fields by type, once a site is active.
    CheckConstraint(
        condition=~ACTIVE | ~Q(facility_type=FacilityType.HOTEL) | Q(room_count__isnull=False),
        name="site_active_hotel_has_rooms",
    ),
    CheckConstraint(
        condition=~ACTIVE
        | ~Q(parking_mode__in=[ParkingMode.SELF, ParkingMode.MIXED])
        | Q(parking_spaces__isnull=False),
        name="site_active_parking_has_spaces",
    ),
    CheckConstraint(
        condition=~ACTIVE
        | ~Q(facility_type=FacilityType.MIXED_USE)
        | (Q(room_count__isnull=False) & Q(parking_spaces__isnull=False)),
        name="site_active_mixed_use_has_both",
    ),
]
