"""The closed vocabularies of territories."""

from django.db import models


class TerritoryLevel(models.TextChoices):
    NATIONAL = "national", "National"
    REGION = "region", "Region"
    DISTRICT = "district", "District"
    TERRITORY = "territory", "Territory"


class TerritoryKind(models.TextChoices):
    URBAN = "urban", "Urban"
    METRO = "metro", "Metro"
    REGIONAL = "regional", "Regional"
    RURAL = "rural", "Rural"
    SPECIALTY = "specialty", "Specialty"


class Membership(models.TextChoices):
    """How sites come to belong: some real districts are not geographic."""

    BOUNDARY = "boundary", "Boundary"
    LIST = "list", "Explicit list"
    RULE = "rule", "Attribute rule"


class TerritoryStatus(models.TextChoices):
    PENDING = "pending", "Pending"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


class PostRole(models.TextChoices):
    MANAGER = "manager", "Manager"
    BACKUP = "backup", "Backup"


class AssignmentKind(models.TextChoices):
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    TEMPORARY = "temporary", "Temporary"
    EMERGENCY = "emergency", "Emergency"
    SHADOW = "shadow", "Shadow"
