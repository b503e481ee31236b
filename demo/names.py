"""Names and streets of sites."""

from random import Random

from demo.records import Customer
from demo.words import (
    BUILDING_WORDS,
    CORPORATE_KINDS,
    EVENT_KINDS,
    HOTEL_KINDS,
    MEDICAL_KINDS,
    MIXED_KINDS,
    MIXED_NOUNS,
    OTHER_KINDS,
    QUARTERS,
    RESIDENTIAL_KINDS,
    RESORT_KINDS,
    RETAIL_KINDS,
    STREET_KINDS,
    STREETS,
)

KINDS = {
    "hotel": HOTEL_KINDS,
    "medical": MEDICAL_KINDS,
    "corporate": CORPORATE_KINDS,
    "mixed_use": MIXED_KINDS,
    "retail": RETAIL_KINDS,
    "residential": RESIDENTIAL_KINDS,
    "event": EVENT_KINDS,
    "other": OTHER_KINDS,
}
RESORT_STATES = frozenset({"FL", "HI", "NV", "AZ", "CA", "SC", "PR", "VI", "GU"})
COASTAL_RESORTS = frozenset({"FL", "HI", "SC", "PR", "VI", "GU"})
RESORT_SHARE = 0.12
NUMBERED_STREETS_SHARE = 0.18
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def site_name(facility_type: str, customer: Customer, city: str, state: str, rng: Random) -> str:
    """A name made of a brand or a building, and the town."""
    kinds = KINDS[facility_type]
    if facility_type == "hotel" and state in RESORT_STATES and rng.random() < RESORT_SHARE:
        kinds = RESORT_KINDS if state in COASTAL_RESORTS else (RESORT_KINDS[0], RESORT_KINDS[2])
    brand = customer.name.removesuffix(" Hospitality").removesuffix(" Health")
    return _one(kinds, rng).format(
        brand=brand,
        system=brand,
        city=city,
        quarter=_one(QUARTERS, rng),
        word=_one(BUILDING_WORDS, rng),
        noun=_one(MIXED_NOUNS, rng),
    )[:100]


def street(rng: Random) -> str:
    """A street address with a plausible house number."""
    number = max(1, int(rng.lognormvariate(6.2, 1.1))) % 9_900 + 1
    if rng.random() < NUMBERED_STREETS_SHARE:
        return f"{number} {_ordinal(1 + int(rng.random() * 58))} {_one(('St', 'Ave'), rng)}"
    side = _one(("", "", "", "", "N ", "S ", "E ", "W "), rng)
    return f"{number} {side}{_one(STREETS, rng)} {_one(STREET_KINDS, rng)}"


def _ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20  # noqa: PLR2004 - 11th, 12th, 13th
    return f"{number}{'th' if teens else _SUFFIXES.get(number % 10, 'th')}"


def _one(choices: tuple[str, ...], rng: Random) -> str:
    return choices[int(rng.random() * len(choices))]
