"""Each placed site against every center: its drive, and the center that would be nearest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from townsite.territories.models import MAIN_HIERARCHY_ID
from townsite.territories.placement.candidates import Candidates
from townsite.territories.placement.travel import (
    Bands,
    Floats,
    Travel,
    TravelPolicy,
    estimate,
    great_circle_m,
)

CHUNK = 10_000  # sites by 1,000 centers: 80 MB
Indexes = NDArray[np.intp]
_PLACED = """
SELECT s.id, {territory}, ST_X(s.location), ST_Y(s.location) FROM sites_site s {join}
WHERE {territory} IS NOT NULL AND s.location IS NOT NULL
  AND s.status IN ('pending', 'active', 'suspended') {within}
"""
_MAIN = {"territory": "s.territory_id", "join": "", "path": "s.territory_path"}
_FURTHER = {
    "territory": "a.territory_id",
    "join": """JOIN territories_assignment a ON a.site_id = s.id AND a.kind = 'primary'
    AND a.hierarchy_id = %s AND upper_inf(a.valid_during)
JOIN territories_territory t ON t.id = a.territory_id""",
    "path": "t.path",
}


@dataclass(frozen=True)
class Placed:
    """Some sites: `own` and `nearest` are places among the candidates; minutes are estimates."""

    ids: list[UUID]
    longitude: Floats
    latitude: Floats
    own: Indexes
    nearest: Indexes
    minutes: Floats
    nearest_minutes: Floats

    @property
    def excess_minutes(self) -> Floats:
        """How much longer the drive is than from the nearest center; 0 where it is the nearest."""
        return np.maximum(0, self.minutes - self.nearest_minutes)


def count_placed(path: str = "", *, hierarchy_id: UUID = MAIN_HIERARCHY_ID) -> int:
    """How many sites `placed_sites` would look at, below `path` or in the whole hierarchy."""
    statement, values = _statement(path, hierarchy_id)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement}) placed", values)
        return int(cursor.fetchone()[0])


def placed_sites(candidates: Candidates, *, path: str = "") -> Iterator[Placed]:
    """The worked sites with a point, below `path` or everywhere, some at a time.

    The nearest center is that of the smallest great circle: the largest product of unit vectors.
    Centers of territories that go by an attribute are nobody's nearest, and their sites count as
    nearest to their own.
    """
    columns = candidates.index()
    centers = _unit(candidates.longitude, candidates.latitude)
    geographic = np.array([row.membership != "rule" for row in candidates.rows], bool)
    centers[~(geographic & ~np.isnan(candidates.longitude))] = 0
    with connection.cursor() as cursor:
        cursor.execute(*_statement(path, candidates.hierarchy_id))
        while rows := cursor.fetchmany(CHUNK):
            known = [row for row in rows if row[1] in columns]
            if known:
                yield _placed(known, columns, candidates, centers)


def _statement(path: str, hierarchy_id: UUID) -> tuple[str, list[Any]]:
    """The sites' statement and its values."""
    is_main = hierarchy_id == MAIN_HIERARCHY_ID
    parts = _MAIN if is_main else _FURTHER
    within = f"AND {parts['path']} <@ %s::ltree" if path else ""
    statement = _PLACED.format(territory=parts["territory"], join=parts["join"], within=within)
    return statement, [*([] if is_main else [hierarchy_id]), *([path] if path else [])]


def _placed(
    rows: list[tuple[UUID, UUID, float, float]],
    columns: dict[UUID, int],
    candidates: Candidates,
    centers: Floats,
) -> Placed:
    longitude = np.array([row[2] for row in rows])
    latitude = np.array([row[3] for row in rows])
    own = np.array([columns[row[1]] for row in rows], dtype=np.intp)
    # A center of its own at zero would look 90 degrees away: nearer ones win wherever there is one.
    nearest = np.argmax(_unit(longitude, latitude) @ centers.T, axis=1)
    # Who belongs by an attribute has no business with distance.
    is_compared = np.any(centers != 0) & np.any(centers[own] != 0, axis=1)
    nearest = np.where(is_compared, nearest, own)
    return Placed(
        [row[0] for row in rows],
        longitude,
        latitude,
        own,
        nearest,
        _drive(longitude, latitude, own, candidates).minutes,
        _drive(longitude, latitude, nearest, candidates).minutes,
    )


def _drive(longitude: Floats, latitude: Floats, at: Indexes, candidates: Candidates) -> Travel:
    """The estimated drive of each site from the candidate at its place."""
    metres = great_circle_m(longitude, latitude, candidates.longitude[at], candidates.latitude[at])
    every = candidates.rules.travel()
    policy = TravelPolicy(*(Bands(*(value[at] for value in bands)) for bands in every))
    return estimate(metres, policy)


def _unit(longitude: Floats, latitude: Floats) -> Floats:
    """Points on the unit sphere, one a row."""
    x, y = np.radians(longitude), np.radians(latitude)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])
