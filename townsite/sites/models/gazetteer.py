"""The packaged gazetteer: where towns and ZIP codes lie, for geocoding without a network.

Public reference data, loaded once by `load_gazetteer`; the app role only reads it.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass


class Place(models.Model):
    """A populated place of the United States or its territories (GeoNames).

    `key` is the name as `townsite.sites.place_names.place_key` writes it: the form in which
    people's spellings meet.
    """

    id = models.IntegerField(primary_key=True, help_text="GeoNames identifier")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    state = models.CharField(max_length=2, help_text="Postal abbreviation (USPS Publication 28)")
    location = models.PointField(srid=4326)
    population = models.PositiveIntegerField()
    time_zone = models.CharField(max_length=40, help_text="IANA name")

    class Meta:
        indexes = [
            # Not unique: GeoNames knows several places of one name in some states.
            models.Index(fields=["key", "state"], name="place_key_state"),
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="place_key_trigrams"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"


class PostalArea(models.Model):
    """A five-digit ZIP code and its central point."""

    zip = models.CharField(max_length=5, primary_key=True)
    city = models.CharField(max_length=100)
    key = models.CharField(max_length=100, help_text="The city in the form of `Place.key`")
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=100, blank=True)
    location = models.PointField(srid=4326)
    time_zone = models.CharField(max_length=40, help_text="IANA name")

    class Meta:
        indexes = [models.Index(fields=["key", "state"], name="postal_area_key_state")]

    def __str__(self) -> str:
        return f"{self.zip} {self.city}, {self.state}"
