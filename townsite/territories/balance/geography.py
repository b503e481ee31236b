"""Each placed site against every center: its drive, and the center that would be nearest."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

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
SELECT s.id, s.territory_id, ST_X(s.location), ST_Y(s.location) FROM sites_site s
WHERE s.territory_id IS NOT NULL AND s.location IS NOT NULL
  AND s.status IN ('pending', 'active', 'suspended') {within}
"""


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


def count_placed(path: str = "") -> int:
    """How many sites `placed_sites` would look at, below `path` or everywhere."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_statement(path)}) placed", _given(path))
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
        cursor.execute(_statement(path), _given(path))
        while rows := cursor.fetchmany(CHUNK):
            known = [row for row in rows if row[1] in columns]
            if known:
                yield _placed(known, columns, candidates, centers)


def _statement(path: str) -> str:
    return _PLACED.format(within="AND s.territory_path <@ %s::ltree" if path else "")


def _given(path: str) -> list[str]:
    return [path] if path else []


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
