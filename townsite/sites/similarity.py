"""How alike two sites are, with the reasons: name, address, distance and number (R-27).

Pure: it sees facts, no rows. Weights are proposals; what is unknown of either site does not count.
"""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from townsite.sites.great_circle import distance_m

WEIGHTS = {"name": 0.45, "address": 0.30, "distance": 0.25, "number": 0.10}
# A name alone proves little: chains use one name at a thousand places.
NAME_ALONE = 0.8
# "Garage 1" and "Garage 2" are spelt alike and are two sites.
OTHER_FIGURES = 0.6
SAME_TOWN, SAME_ZIP = 0.8, 0.9
EXACT_POINTS = frozenset({"exact", "street"})

SHORT = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "drive": "dr", "road": "rd",
    "lane": "ln", "place": "pl", "court": "ct", "square": "sq", "parkway": "pkwy", "highway": "hwy",
    "circle": "cir", "terrace": "ter", "north": "n", "south": "s", "east": "e", "west": "w",
    "saint": "st", "mount": "mt", "fort": "ft", "northeast": "ne", "northwest": "nw",
    "southeast": "se", "southwest": "sw", "and": "", "the": "", "centre": "center",
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What is compared of a site. `key` is None for one that is not saved yet."""

    name: str
    key: UUID | None = None
    number: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    longitude: float | None = None
    latitude: float | None = None
    geocode_quality: str = ""

    @property
    def exact_point(self) -> tuple[float, float] | None:
        """Longitude and latitude, unless they are those of a whole ZIP area or town."""
        if self.longitude is None or self.latitude is None:
            return None
        known = self.geocode_quality in EXACT_POINTS
        return (self.longitude, self.latitude) if known else None


@dataclass(frozen=True)
class Part:
    """One thing compared: how alike, from 0 to 1, its weight, and words for people."""

    what: str
    likeness: float
    weight: float
    words: str


@dataclass(frozen=True)
class Similarity:
    """The weighted mean of what could be compared, 0 to 1."""

    score: float
    parts: tuple[Part, ...]

    @property
    def percent(self) -> int:
        return round(100 * self.score)


NOTHING_ALIKE = Similarity(0.0, ())


def compare(one: Facts, other: Facts, *, within_m: float) -> Similarity:
    """How alike two sites are; exact points farther apart than `within_m` metres settle it."""
    apart = _apart_m(one, other)
    if apart is not None and apart > within_m:
        return NOTHING_ALIKE
    parts = [_name(one, other), *_address(one, other), *_distance(apart, within_m)]
    parts += _number(one, other)
    score = sum(p.likeness * p.weight for p in parts) / sum(p.weight for p in parts)
    if len(parts) == 1:
        score *= NAME_ALONE
    return Similarity(round(score, 4), tuple(parts))


def least_likeness(what: str, score: float) -> float:
    """How alike one part must be at least for a pair to reach `score`, all else being the same."""
    return 1 - (1 - score) * sum(WEIGHTS.values()) / WEIGHTS[what]


def farthest_m(*, within_m: float, score: float) -> float:
    """How far apart exact points may lie at most, in metres, for a pair to reach `score`."""
    return within_m * min(1.0, 1 - least_likeness("distance", score))


def _name(one: Facts, other: Facts) -> Part:
    left, right = plain(one.name), plain(other.name)
    likeness = (token_sort_ratio(left, right) + token_set_ratio(left, right)) / 200
    if _figures(left) != _figures(right):
        likeness *= OTHER_FIGURES
    words = "same name" if left == right else f"names {likeness:.0%} alike"
    return Part("name", likeness, WEIGHTS["name"], words)


def _address(one: Facts, other: Facts) -> list[Part]:
    same_zip = bool(one.zip) and one.zip[:5] == other.zip[:5]
    same_town = plain(one.city) == plain(other.city) and one.state == other.state
    weight = WEIGHTS["address"]
    if one.street and other.street:
        left, right = plain(one.street), plain(other.street)
        likeness = ratio(left, right) / 100
        if _figures(left) != _figures(right):
            likeness *= OTHER_FIGURES
        if not (same_zip or same_town):
            likeness *= 0.5
        words = "same address" if likeness == 1 else f"addresses {likeness:.0%} alike"
        return [Part("address", likeness, weight, words)]
    if one.city and other.city:
        likeness = (SAME_ZIP if same_zip else SAME_TOWN) if same_town else 0.0
        return [Part("address", likeness, weight, "same town" if same_town else "another town")]
    return []


def _distance(apart: float | None, within_m: float) -> list[Part]:
    if apart is None:
        return []
    return [Part("distance", 1 - apart / within_m, WEIGHTS["distance"], f"{apart:,.0f} m apart")]


def _number(one: Facts, other: Facts) -> list[Part]:
    """Only a lost zero is evidence; neighboring numbers are given out one after the other."""
    if not one.number or one.number.strip("0") != other.number.strip("0"):
        return []
    words = f"numbers {one.number} and {other.number} differ by a zero"
    return [Part("number", 1.0, WEIGHTS["number"], words)]


def _apart_m(one: Facts, other: Facts) -> float | None:
    here, there = one.exact_point, other.exact_point
    return distance_m(*here, *there) if here and there else None


def plain(text: str) -> str:
    """Lower case, no accents or punctuation, street words shortened."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("’", ""))
    return " ".join(short for word in words if (short := SHORT.get(word, word)))


def _figures(plain: str) -> set[str]:
    return {word for word in plain.split() if any(c.isdigit() for c in word)}
