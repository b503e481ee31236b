"""The packaged gazetteer: where towns and ZIP codes lie, for geocoding without a network.

Public reference data, loaded once by `load_gazetteer`; the app role only reads it.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models.functions import Lower


class Place(models.Model):
    """A populated place of the United States (GeoNames)."""

    id = models.IntegerField(primary_key=True, help_text="GeoNames identifier")
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=2, help_text="Postal abbreviation (USPS Publication 28)")
    location = models.PointField(srid=4326)
    population = models.PositiveIntegerField()
    time_zone = models.CharField(max_length=40, help_text="IANA name")

    class Meta:
        indexes = [
            # Not unique: GeoNames knows several places of one name in some states.
            models.Index("state", Lower("name"), name="place_state_name"),
            GinIndex(OpClass(Lower("name"), name="gin_trgm_ops"), name="place_name_trigrams"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


class PostalArea(models.Model):
    """A five-digit ZIP code and its central point."""

    zip = models.CharField(max_length=5, primary_key=True)
    city = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=100, blank=True)
    location = models.PointField(srid=4326)
    time_zone = models.CharField(max_length=40, help_text="IANA name")

    class Meta:
        indexes = [models.Index("state", Lower("city"), name="postal_area_state_city")]

    def __str__(self) -> str:
        return f"{self.zip} {self.city}, {self.state}"
