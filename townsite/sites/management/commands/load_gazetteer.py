"""Loads towns and ZIP codes from the set-up packages into the database."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections, transaction
from psycopg.sql import SQL, Identifier, Literal

from townsite.sites.gazetteer_source import (
    AREA_COLUMNS,
    PLACE_COLUMNS,
    Row,
    packaged_places,
    packaged_postal_areas,
    source_version,
)
from townsite.sites.models import Place, PostalArea

PLACES, AREAS = "sites_place", "sites_postalarea"


class Command(BaseCommand):
    requires_system_checks = []  # no page or setting is needed to load rows
    help = "Load towns and ZIP codes (GeoNames, zipcodes) unless these very versions are loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--database", default="owner", help="Connection of the tables' owner (default: owner)."
        )
        parser.add_argument("--replace", action="store_true", help="Load anew over what is there.")

    def handle(self, *, database: str, replace: bool, **_: Any) -> None:
        places, areas = Place.objects.using(database), PostalArea.objects.using(database)
        version = source_version()
        is_there = places.exists() and areas.exists() and loaded_version(database) == version
        if is_there and not replace:
            self.stdout.write(f"The gazetteer is loaded already ({version}).")
            return
        # One transaction: a broken load leaves the former gazetteer, never half of a new one.
        with transaction.atomic(using=database):
            take_rows(database, PLACES, PLACE_COLUMNS, packaged_places())
            take_rows(database, AREAS, AREA_COLUMNS, packaged_postal_areas())
            stamp(database, version)
        self.stdout.write(f"Loaded {places.count():,} towns and {areas.count():,} ZIP codes.")


def loaded_version(database: str) -> str:
    """The versions of the packages whose rows are loaded; empty before the first load."""
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT coalesce(obj_description(%s::regclass, 'pg_class'), '')", [PLACES])
        return str(cursor.fetchone()[0])


def stamp(database: str, version: str) -> None:
    """Notes the versions as the comment of the table, which backups carry along."""
    comment = SQL("COMMENT ON TABLE {} IS {}").format(Identifier(PLACES), Literal(version))
    with connections[database].cursor() as cursor:
        cursor.execute(comment)


def take_rows(database: str, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Brings the table to exactly these rows, the first column being its key.

    Rows that stay are changed in their place and never deleted in between, so that whatever
    refers to them keeps its hold. COPY is ten times faster than INSERT.
    """
    key, names = columns[0], ", ".join(columns)
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns[1:])
    with connections[database].cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE incoming (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"DELETE FROM {table} t WHERE NOT EXISTS ("
            f"SELECT 1 FROM incoming i WHERE i.{key} = t.{key})"
        )
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming"
            f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
        )
        cursor.execute("DROP TABLE incoming")
