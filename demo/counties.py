"""Which territory each county belongs to: territories are made of whole counties."""

import re
import unicodedata
from collections import defaultdict
from functools import cache

from demo.geography import Geography, Zip
from demo.territories import REMOTE_SEGMENT, TERRITORIES, Territory, territory_for

_KIND = re.compile(
    r"\b(county|parish|borough|census area|municipality|municipio|planning region|city and|city|of)\b"
)
_NOT_LETTERS = re.compile(r"[^a-z]")


def county_key(state: str, name: str) -> tuple[str, str]:
    """A county's name without its kind and accents, so that two sources meet."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return state, _NOT_LETTERS.sub("", _KIND.sub("", plain))


@cache
def territories_by_county(land: Geography) -> dict[tuple[str, str], Territory]:
    """The territory of each county that has ZIP codes, by where its people live."""
    members: dict[tuple[str, str], list[Zip]] = defaultdict(list)
    for each in land.zips:
        members[county_key(each.state, each.county)].append(each)
    return {key: _nearest(key[0], *_middle(areas)) for key, areas in members.items() if key[1]}


def territory_of_county(
    land: Geography, state: str, name: str, longitude: float, latitude: float
) -> Territory | None:
    """The territory of a county by name, else by its middle; None where no territory reaches."""
    known = territories_by_county(land).get(county_key(state, name))
    if known or not any(state in each.states for each in TERRITORIES):
        return known
    return _nearest(state, longitude, latitude)


def territory_of_site(land: Geography, area: Zip, segment: str) -> Territory:
    """The territory of a site: by its segment where a district goes by that, else its county's."""
    if segment == REMOTE_SEGMENT:
        return territory_for(area, segment)
    known = territories_by_county(land).get(county_key(area.state, area.county))
    return known or territory_for(area, segment)


def _middle(areas: list[Zip]) -> tuple[float, float]:
    total = sum(each.weight + 1 for each in areas)
    return (
        sum(each.longitude * (each.weight + 1) for each in areas) / total,
        sum(each.latitude * (each.weight + 1) for each in areas) / total,
    )


def _nearest(state: str, longitude: float, latitude: float) -> Territory:
    here = Zip("", "", state, longitude, latitude, "", ())
    return territory_for(here, "")
