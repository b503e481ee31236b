"""Real airports (airportsdata), the largest by the people around them."""

import re
from functools import cache
from random import Random
from typing import Any

from demo.capacity import PROFILES
from demo.customers import customers
from demo.geography import Geography, Zip
from demo.records import Site
from demo.sites import measure

# Fields that no scheduled passenger reaches.
_NOT_PUBLIC = re.compile(
    r"\b(afb|mcas|air force|army|heliport|seaplane|naval|space port)\b", re.IGNORECASE
)
# Busy airports whose names do not say "International".
_BUSY = frozenset(
    {"LGA", "DCA", "HOU", "DAL", "IAH", "DTW", "SNA", "BUR", "OAK", "OGG", "BOI", "OMA", "ISP",
     "HPN", "LGB", "LIT", "STT", "STX", "TYS", "CHA"}
)  # fmt: skip
_SHORTENED = {"Ntl": "National", "Intcntl": "Intercontinental", "Trml": "Terminal"}
REACH_KM = 35.0
RINGS = 5  # cells that cover the reach
_ISLAND_COUNTRIES = {"PR", "VI", "GU"}


@cache
def airports(geography: Geography) -> tuple[tuple[dict[str, Any], Zip], ...]:
    """International airports, then regional ones; each group by the people in reach."""
    import airportsdata  # noqa: PLC0415 - set-up package

    known = [dict(airport) for airport in airportsdata.load("IATA").values()]
    found = [(airport, _home(airport, geography)) for airport in known if _is_public(airport)]
    ranked = [(_rank(airport, geography), airport, home) for airport, home in found if home]
    ranked.sort(key=lambda row: (row[0], row[1]["iata"]))
    return tuple((airport, home) for _, airport, home in ranked)


def make_airport(number: str, airport: dict[str, Any], home: Zip, rng: Random) -> Site:
    """The airport as a site of one of the made-up parking services."""
    pool = customers("airport")
    site = Site(
        number=number,
        name=_written_out(airport["name"])[:100],
        facility_type="airport",
        business_segment="commercial",
        customer=pool[int(rng.random() * len(pool))],
        street1=f"{1 + int(rng.random() * 90) * 100} Terminal Dr",
        city=home.city,
        state=home.state,
        zip=home.code,
        longitude=round(airport["lon"], 6),
        latitude=round(airport["lat"], 6),
        time_zone=home.time_zone,
        phone_area=home.area_codes[0],
        territory="",
    )
    measure(site, PROFILES["airport"], rng)
    return site


def _is_public(airport: dict[str, Any]) -> bool:
    at_home = airport["country"] == "US" or airport["country"] in _ISLAND_COUNTRIES
    named = _is_busy(airport) or "Regional" in airport["name"]
    return bool(at_home and named and airport["icao"] and not _NOT_PUBLIC.search(airport["name"]))


def _is_busy(airport: dict[str, Any]) -> bool:
    return "International" in airport["name"] or airport["iata"] in _BUSY


def _written_out(name: str) -> str:
    for short, long in _SHORTENED.items():
        name = re.sub(rf"\b{short}\b", long, name)
    return name


def _home(airport: dict[str, Any], geography: Geography) -> Zip | None:
    """The nearest ZIP area; None where none is near enough to tell the state."""
    near = min(
        geography.grid.around(airport["lon"], airport["lat"], RINGS),
        key=lambda each: (each.km_to(airport["lon"], airport["lat"]), each.code),
        default=None,
    )
    return near if near and near.km_to(airport["lon"], airport["lat"]) < REACH_KM else None


def _rank(airport: dict[str, Any], geography: Geography) -> tuple[bool, float]:
    people = sum(
        each.weight
        for each in geography.grid.around(airport["lon"], airport["lat"], RINGS)
        if each.km_to(airport["lon"], airport["lat"]) < REACH_KM
    )
    return not _is_busy(airport), -people
