"""Looks towns and ZIP codes up in the packaged gazetteer."""

import re
from math import log10

from django.db.models import QuerySet
from rapidfuzz.distance import DamerauLevenshtein

from townsite.sites.models import Place, PostalArea
from townsite.sites.place_names import place_key
from townsite.sites.states import state_code

# Names that people use and GeoNames does not.
_NICKNAMES = {
    "nyc": "new york city",
    "philly": "philadelphia",
    "vegas": "las vegas",
    "nola": "new orleans",
    "slc": "salt lake city",
}
# One typing error in a short name, two in one of eight letters and more.
LEAST_LIKENESS = 0.74
CANDIDATES = 40
EXACT_NAME_WEIGHT = 10
_ZIP = re.compile(r"^\s*(\d{3,5})(?:-\d{4})?\s*$")


def find_postal_area(text: str) -> PostalArea | None:
    """The ZIP code's area: "30303", "30303-1234", or "501" when a table lost leading zeros."""
    found = _ZIP.match(text)
    return PostalArea.objects.filter(zip=found[1].zfill(5)).first() if found else None


def find_place(text: str) -> Place | None:
    """The town meant by "Atlanta, GA", "atlanta ga", "Atlanta Georgia" or "Alanta, GA".

    Of several the most populous; spelling mistakes are forgiven when nothing fits exactly.
    """
    for name, state in _readings(text):
        found = _exact(name, state)
        if found:
            return found
    readings = _readings(text)
    return _nearest_spelling(*readings[0]) if readings else None


def split_state(text: str) -> tuple[str, str]:
    """The town's part and the state's code ("" when no state is named) of "Atlanta, GA"."""
    words = re.split(r"[,\s]+", text.strip())
    for count in (3, 2, 1):  # "District of Columbia" has three words
        code = state_code(" ".join(words[-count:])) if len(words) > count else None
        if code:
            return " ".join(words[:-count]), code
    return " ".join(words), ""


def _readings(text: str) -> list[tuple[str, str]]:
    """What the text may mean: town and state, or a town whose name ends like a state."""
    name, state = split_state(text)
    whole = (place_key(text), "")
    readings = [(place_key(name), state), whole] if state else [whole]
    return [reading for reading in readings if reading[0]]


def _in(state: str) -> QuerySet[Place]:
    places = Place.objects.filter(state=state) if state else Place.objects.all()
    return places.order_by("-population", "id")


def _exact(name: str, state: str) -> Place | None:
    """The place of this name, a nickname's place, or one with "City" more or less."""
    wanted = _NICKNAMES.get(name, name)
    shorter, longer = wanted.removesuffix(" city"), f"{wanted} city"
    found = _in(state).filter(key__in={wanted, shorter, longer})[:CANDIDATES]
    # "New York" means New York City and "Boise City, ID" Boise, but Kansas City is no Kansas.
    return max(found, key=lambda place: _prominence(place, wanted), default=None)


def _prominence(place: Place, wanted: str) -> int:
    return place.population * (EXACT_NAME_WEIGHT if place.key == wanted else 1)


def _nearest_spelling(name: str, state: str) -> Place | None:
    candidates = _in(state).filter(key__trigram_similar=name)[:CANDIDATES]
    scored = [(_likeness(name, place), place) for place in candidates]
    likely = [pair for pair in scored if pair[0] >= LEAST_LIKENESS]
    return max(likely, key=_likelihood)[1] if likely else None


def _likeness(name: str, place: Place) -> float:
    return DamerauLevenshtein.normalized_similarity(name, place.key)


def _likelihood(scored: tuple[float, Place]) -> float:
    """Likeness, with a thumb on the scale for well-known towns: people misspell those most."""
    likeness, place = scored
    return likeness + 0.02 * log10(place.population + 10)
