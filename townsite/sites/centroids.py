"""The packaged points of many addresses at once, by set-based SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from townsite.sites.great_circle import distance_m
from townsite.sites.place_names import place_key
from townsite.sites.providers import Address

# Within this distance of its own ZIP point a site is taken to be in the state stated.
NEAR_ZIP_M = 15_000
NEIGHBOURS = 5

_CENTROIDS = """
SELECT asked.index,
       area.state, ST_X(area.location), ST_Y(area.location),
       coalesce(ST_X(place.location), town.longitude),
       coalesce(ST_Y(place.location), town.latitude)
  FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS asked (index, zip, key, state)
  LEFT JOIN sites_postalarea area ON area.zip = asked.zip
  LEFT JOIN LATERAL (
       SELECT location FROM sites_place
        WHERE key = asked.key AND state = asked.state
        ORDER BY population DESC LIMIT 1) place ON true
  LEFT JOIN LATERAL (
       -- Post offices of hamlets that GeoNames leaves out.
       SELECT avg(ST_X(location)) AS longitude, avg(ST_Y(location)) AS latitude
         FROM sites_postalarea
        WHERE place.location IS NULL AND key = asked.key AND state = asked.state) town ON true
"""

_AROUND = """
SELECT asked.index, near.state
  FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS asked (index, longitude, latitude)
 CROSS JOIN LATERAL (
       SELECT state FROM sites_postalarea
        ORDER BY location <-> ST_SetSRID(ST_MakePoint(asked.longitude, asked.latitude), 4326)
        LIMIT %s) near
"""


@dataclass(frozen=True)
class Centroids:
    """What the gazetteer knows of an address: (longitude, latitude) of its ZIP and its town."""

    zip_state: str | None
    zip_point: tuple[float, float] | None
    town_point: tuple[float, float] | None
    state: str

    def zip_confirms(self, point: tuple[float, float]) -> bool:
        """Whether the point is so near the ZIP's that its state needs no further look."""
        return (
            self.zip_point is not None
            and self.zip_state == self.state
            and distance_m(*point, *self.zip_point) < NEAR_ZIP_M
        )


def centroids_of(addresses: Sequence[Address]) -> list[Centroids]:
    """The packaged points of the addresses, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CENTROIDS,
            [
                list(range(len(addresses))),
                [address.zip.strip()[:5] for address in addresses],
                [place_key(address.city) for address in addresses],
                [address.state for address in addresses],
            ],
        )
        rows = sorted(cursor.fetchall())
    return [
        Centroids(row[1], _pair(row[2], row[3]), _pair(row[4], row[5]), address.state)
        for row, address in zip(rows, addresses, strict=True)
    ]


def states_around(points: Mapping[int, tuple[float, float]]) -> dict[int, frozenset[str]]:
    """The states of the ZIP points nearest to each point, by the points' keys."""
    if not points:
        return {}
    longitudes, latitudes = zip(*points.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [list(points), list(longitudes), list(latitudes), NEIGHBOURS])
        rows = cursor.fetchall()
    around: dict[int, set[str]] = {}
    for index, state in rows:
        around.setdefault(index, set()).add(state)
    return {index: frozenset(states) for index, states in around.items()}


def _pair(longitude: Any, latitude: Any) -> tuple[float, float] | None:
    return None if longitude is None else (float(longitude), float(latitude))
