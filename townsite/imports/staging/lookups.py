"""What the row checks look into, read from the database once a run."""

from functools import lru_cache

from django.db import connection

from townsite.imports.cleaning.districts import Districts
from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.territories.models import MAIN_HIERARCHY_ID, Territory

_SIZE = "SELECT (SELECT count(*) FROM sites_postalarea), (SELECT count(*) FROM sites_place)"


def gazetteer() -> Gazetteer:
    """Every ZIP code and town, about 60,000 entries; in memory, because each row asks.

    Kept from call to call (0.3 s to read) as long as the tables hold as many entries.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SIZE)
        return _read_gazetteer(*cursor.fetchone())


@lru_cache(maxsize=1)
def _read_gazetteer(_areas: int, _places: int) -> Gazetteer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT zip, city, state FROM sites_postalarea")
        zips = {code: (city, state) for code, city, state in cursor.fetchall()}
        cursor.execute(
            "SELECT state, key FROM sites_place UNION SELECT state, key FROM sites_postalarea"
        )
        places = frozenset((state, key) for state, key in cursor.fetchall())
    return Gazetteer(zips=zips, places=places)


def districts() -> Districts:
    """The active territories of the main hierarchy in scope, by code and name."""
    rows = Territory.objects.filter(status="active", hierarchy=MAIN_HIERARCHY_ID)
    return Districts(rows.values_list("code", "name"))
