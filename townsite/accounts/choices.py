from django.db import models


class DistanceUnit(models.TextChoices):
    MILES = "mi", "Miles"
    KILOMETRES = "km", "Kilometers"


class Theme(models.TextChoices):
    AUTO = "auto", "As the device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class TokenScope(models.TextChoices):
    """What a token is for: an area of the API, and whether it is read or also changed."""

    SITES_READ = "sites:read", "Read sites and their placement"
    SITES_WRITE = "sites:write", "Create, change, classify and place sites"
    CUSTOMERS_READ = "customers:read", "Read customers"
    CONTACTS_READ = "contacts:read", "Read contacts"
    TERRITORIES_READ = "territories:read", "Read territories and boundaries"
    CHANGES_READ = "changes:read", "Read change sets"
    CHANGES_WRITE = "changes:write", "Propose, publish and revert change sets"
    CHANGES_APPROVE = "changes:approve", "Approve change sets"
    EVENTS_READ = "events:read", "Read events"

    @property
    def area(self) -> str:
        """The part before the colon."""
        return str(self.value).partition(":")[0]

    @property
    def is_reading(self) -> bool:
        return str(self.value).endswith(":read")
