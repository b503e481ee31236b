"""The closed vocabularies of sites; the values are stored, the labels shown."""

from django.db import models


class SiteStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PENDING = "pending", "Pending"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    INACTIVE = "inactive", "Inactive"
    MERGED = "merged", "Merged"


class FacilityType(models.TextChoices):
    HOTEL = "hotel", "Hotel"
    MEDICAL = "medical", "Medical"
    AIRPORT = "airport", "Airport"
    CORPORATE = "corporate", "Corporate"
    MIXED_USE = "mixed_use", "Mixed-use"
    RETAIL = "retail", "Retail"
    RESIDENTIAL = "residential", "Residential"
    EVENT = "event", "Event"
    OTHER = "other", "Other"


class BusinessSegment(models.TextChoices):
    HOSPITALITY = "hospitality", "Hospitality"
    HEALTHCARE = "healthcare", "Healthcare"
    COMMERCIAL = "commercial", "Commercial"
    RESIDENTIAL = "residential", "Residential"
    REMOTE = "remote", "Remote"


class ServiceClass(models.TextChoices):
    """Five service classes (R-24)."""

    SELF_PARKING = "self_parking", "Self-parking"
    VALET = "valet", "Valet"
    SHUTTLE = "shuttle", "Shuttle"
    HOSPITALITY = "hospitality", "Hospitality"
    FULL_SERVICE = "full_service", "Full service"


class Tier(models.TextChoices):
    """Performance tiers (R-24)."""

    ONE = "1", "Tier 1"
    TWO = "2", "Tier 2"
    THREE = "3", "Tier 3"
    CUSTOM = "custom", "Custom"


class CommercialClass(models.TextChoices):
    PREMIUM = "premium", "Premium"
    STANDARD = "standard", "Standard"
    BASIC = "basic", "Basic"
    SPECIALTY = "specialty", "Specialty"


class RevenueClass(models.TextChoices):
    """By annual revenue against the limits of R-06."""

    STANDARD = "standard", "Up to $500K"
    SPECIAL = "special", "$500K to $1M"
    HIGH_VALUE = "high_value", "Over $1M"


class ParkingMode(models.TextChoices):
    SELF = "self", "Self"
    VALET = "valet", "Valet"
    MIXED = "mixed", "Mixed"


class Health(models.TextChoices):
    GOOD = "good", "Good"
    ATTENTION = "attention", "Needs attention"
    POOR = "poor", "Poor"


class Facet(models.TextChoices):
    """The four independent, dated facets of classification (C-12)."""

    FACILITY_TYPE = "facility_type", "Facility type"
    SERVICE_CLASS = "service_class", "Service class"
    TIER = "tier", "Performance tier"
    COMMERCIAL_CLASS = "commercial_class", "Commercial class"


class GeocodeSource(models.TextChoices):
    GIVEN = "given", "Given"
    PROVIDER = "provider", "Geocoding provider"
    ZIP = "zip", "ZIP point"
    PLACE = "place", "Place point"
    NONE = "none", "None"


class GeocodeQuality(models.TextChoices):
    EXACT = "exact", "Exact"
    STREET = "street", "Street"
    ZIP = "zip", "ZIP area"
    PLACE = "place", "Town"
    NONE = "none", "No point"


class ContactRole(models.TextChoices):
    PRIMARY = "primary", "Primary"
    BILLING = "billing", "Billing"
    OPERATIONS = "operations", "Operations"
    EMERGENCY = "emergency", "Emergency"
    OTHER = "other", "Other"


class PreferredMethod(models.TextChoices):
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Phone"
    MOBILE = "mobile", "Mobile"


class AuthorityLevel(models.IntegerChoices):
    EXECUTIVE = 1, "Executive"
    MANAGEMENT = 2, "Management"
    SUPERVISORY = 3, "Supervisory"
    OPERATIONAL = 4, "Operational"


class RelationshipKind(models.TextChoices):
    """`site` is the parent of `other`, shares parking with it, and so on."""

    PARENT = "parent", "Parent of"
    SIBLING = "sibling", "Sibling of"
    SHARED_PARKING = "shared_parking", "Shares parking with"
    SAME_OWNER = "same_owner", "Same owner as"
    PREDECESSOR = "predecessor", "Predecessor of"


class DocumentType(models.TextChoices):
    CONTRACT = "contract", "Contract"
    CERTIFICATE = "certificate", "Certificate"
    INSURANCE = "insurance", "Insurance"
    FLOOR_PLAN = "floor_plan", "Floor plan"
    PHOTO = "photo", "Photo"
    REPORT = "report", "Report"
    OTHER = "other", "Other"
