"""The site: one customer location, the unit of assignment, billing and forecasting."""

from typing import Any
from uuid import UUID

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Transform
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

from townsite.audit.targets import PlainTarget
from townsite.common.checks import CheckedAtOnce
from townsite.common.fields import READING_ORDER, LtreeField
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.choices import (
    BusinessSegment,
    CommercialClass,
    FacilityType,
    GeocodeQuality,
    GeocodeSource,
    Health,
    ParkingMode,
    RevenueClass,
    ServiceClass,
    SiteStatus,
    Tier,
)
from townsite.sites.models.constraints import SITE_CONSTRAINTS
from townsite.sites.models.customer import Customer
from townsite.sites.models.search_document import SearchDocument

# Derived columns: their history is the history of what they derive from.
DERIVED = ("geom3857", "search_vector", "search_extra", "missing", "completeness", "health",
           "further_territory_ids")  # fmt: skip

# Letters of any language and the punctuation real names use (domain section 2, C-13).
name_characters = RegexValidator(
    r"^[^\x00-\x1f<>\"{}|\\^`~=\[\]@$%*+?;_]+$",
    "Use letters, digits, spaces and & ' ’ / ( ) , . ! # : - –",
)


@tracked(
    exclude=DERIVED,
    location=models.PointField(srid=4326, null=True, blank=True, spatial_index=False),
)
class Site(PlainTarget, CheckedAtOnce):
    """One location. `number` is the human key and is never used again for another site.

    `territory_id` and `territory_path` repeat the current primary assignment, kept by
    `territories`, because scope and roll-ups read them on every query.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=6, unique=True)
    name = models.CharField(
        max_length=100, db_collation=READING_ORDER, validators=[name_characters]
    )
    status = models.CharField(max_length=9, choices=SiteStatus.choices, default=SiteStatus.DRAFT)
    facility_type = models.CharField(max_length=11, choices=FacilityType.choices)
    business_segment = models.CharField(
        max_length=11, choices=BusinessSegment.choices, blank=True, default=""
    )
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )
    street1 = models.CharField("street", max_length=150, blank=True, default="")
    street2 = models.CharField("suite or unit", max_length=100, blank=True, default="")
    city = models.CharField(max_length=80, db_collation=READING_ORDER, blank=True, default="")
    state = models.CharField(max_length=2, blank=True, default="")
    zip = models.CharField("ZIP code", max_length=10, blank=True, default="")
    country = models.CharField(max_length=2, default="US")
    # Its index holds more than the point: migration 0006.
    location = models.PointField(srid=4326, null=True, blank=True, spatial_index=False)
    geom3857 = models.GeneratedField(
        expression=Transform("location", 3857),
        output_field=models.PointField(srid=3857, null=True),
        db_persist=True,
    )
    geocode_source = models.CharField(
        max_length=8, choices=GeocodeSource.choices, default=GeocodeSource.NONE
    )
    geocode_quality = models.CharField(
        max_length=6, choices=GeocodeQuality.choices, default=GeocodeQuality.NONE
    )
    time_zone = models.CharField(max_length=64, blank=True, default="")
    operating_hours = models.JSONField(default=dict, blank=True)
    is_24_7 = models.BooleanField("open 24/7", default=False)
    parking_spaces = models.IntegerField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(10_000)]
    )
    room_count = models.IntegerField(
        "rooms", null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(5_000)]
    )
    parking_mode = models.CharField(
        max_length=5, choices=ParkingMode.choices, blank=True, default=""
    )
    gl_string = models.CharField("GL string", max_length=20, blank=True, default="")
    vendor_code = models.CharField(max_length=20, blank=True, default="")
    legal_entity = models.CharField(max_length=10, blank=True, default="")
    p_and_l_category = models.CharField("P&L category", max_length=30, blank=True, default="")
    cog_segment = models.CharField("COG segment", max_length=20, blank=True, default="")
    invoice_recipient = models.CharField(max_length=150, blank=True, default="")
    start_date = models.DateField(null=True, blank=True)
    close_date = models.DateField(null=True, blank=True)
    annual_revenue_cents = models.BigIntegerField("annual revenue", null=True, blank=True)

    service_class = models.CharField(
        max_length=12, choices=ServiceClass.choices, blank=True, default=""
    )
    tier = models.CharField(max_length=6, choices=Tier.choices, blank=True, default="")
    commercial_class = models.CharField(
        max_length=9, choices=CommercialClass.choices, blank=True, default=""
    )
    complexity = models.SmallIntegerField(null=True, blank=True)
    complexity_override_reason = models.TextField(blank=True, default="")
    revenue_class = models.CharField(
        max_length=10, choices=RevenueClass.choices, blank=True, default=""
    )

    territory_id = models.UUIDField(null=True, blank=True)
    territory_path = LtreeField(null=True, blank=True)
    # The same for the hierarchies beside the main one; NULL where it is in none (ADR 0010).
    further_territory_ids = ArrayField(models.UUIDField(), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_sites",
        db_index=False,
    )

    # Words of customer, contacts and territories by which people look for this site.
    search_extra = models.TextField(blank=True, default="")
    search_vector = models.GeneratedField(
        expression=SearchDocument(), output_field=SearchVectorField(), db_persist=True
    )
    missing = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    completeness = models.SmallIntegerField(default=0)
    health = models.CharField(max_length=9, choices=Health.choices, default=Health.ATTENTION)

    created_by_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = SITE_CONSTRAINTS
        indexes = [
            models.Index(fields=["name", "id"], name="site_name"),
            models.Index(fields=["status", "name", "id"], name="site_status"),
            models.Index(fields=["state", "facility_type", "name", "id"], name="site_state_type"),
            models.Index(fields=["territory_id", "name", "id"], name="site_territory"),
            models.Index(
                models.F("annual_revenue_cents").desc(nulls_last=True),
                models.F("id").desc(),
                name="site_revenue",
            ),
            models.Index(fields=["updated_at", "id"], name="site_updated"),
            GinIndex(fields=["search_vector"], name="site_search"),
            GinIndex(fields=["missing"], name="site_missing"),
            models.Index(models.F("city"), models.F("state"), name="site_city"),
            # Few sites are merged; those that are not need no entry.
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="site_merged_into",
            ),
            # Neighbors that may be duplicates.
            models.Index(fields=["zip"], name="site_zip"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def event_site_id(self) -> UUID | None:
        return self.id

    @property
    def event_territory_id(self) -> UUID | None:
        return self.territory_id

    @property
    def address_line(self) -> str:
        """The address in one line, leaving out what is missing."""
        street = " ".join(part for part in (self.street1, self.street2) if part)
        region = " ".join(part for part in (self.state, self.zip) if part)
        return ", ".join(part for part in (street, self.city, region) if part)

    def snapshot(self, fields: list[str]) -> dict[str, Any]:
        """The present values of `fields`, as an event stores them."""
        return {name: getattr(self, name) for name in fields}
