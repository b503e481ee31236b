"""Loads towns and ZIP codes from the set-up packages into the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from townsite.sites.gazetteer_source import packaged_places, packaged_postal_areas
from townsite.sites.models import Place, PostalArea

BATCH = 5_000


class Command(BaseCommand):
    help = "Load towns and ZIP codes (GeoNames, zipcodes) unless they are there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--database", default="owner", help="Connection of the tables' owner (default: owner)."
        )
        parser.add_argument("--replace", action="store_true", help="Load anew over what is there.")

    def handle(self, *, database: str, replace: bool, **_: Any) -> None:
        places, areas = Place.objects.using(database), PostalArea.objects.using(database)
        if places.exists() and areas.exists() and not replace:
            self.stdout.write("The gazetteer is loaded already.")
            return
        # One transaction: a broken load leaves the former gazetteer, never half of a new one.
        with transaction.atomic(using=database):
            places.all().delete()
            areas.all().delete()
            places.bulk_create(packaged_places(), batch_size=BATCH)
            areas.bulk_create(packaged_postal_areas(), batch_size=BATCH)
        self.stdout.write(f"Loaded {places.count():,} towns and {areas.count():,} ZIP codes.")
