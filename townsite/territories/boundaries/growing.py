"""Shapes grown from the sites that territories have: a sensible map in one click.

A county belongs to the territory of its sites; where several have sites in it, it is divided at
equal distance between them. Counties without sites go to the territory that reaches them by the
shortest way over land (Dijkstra 1959), so that no territory is torn apart by another's empty
ground. Only counties of states with sites are covered, and coasts are kept.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from townsite.territories.boundaries.faces import faces_of, joined
from townsite.territories.boundaries.geometry import THIN, areas
from townsite.territories.boundaries.units import Unit, counties, nearest_ground
from townsite.territories.models import MAIN_HIERARCHY_ID

# Sites that are closer than this, a few meters, count as one point.
DIGITS = 4

_ASSIGNED = """
SELECT t.code, ST_X(s.location), ST_Y(s.location)
FROM sites_site s
JOIN territories_assignment a ON a.site_id = s.id AND a.kind = 'primary'
    AND a.hierarchy_id = %(hierarchy)s AND a.valid_during @> %(at)s::timestamptz
JOIN territories_territory t ON t.id = a.territory_id
WHERE s.location IS NOT NULL AND s.status <> 'merged' AND t.status = 'active'
  AND t.membership <> 'rule' AND (%(codes)s::text[] IS NULL OR t.code = ANY (%(codes)s::text[]))
"""


@dataclass(frozen=True)
class Grown:
    """Shapes by territory code, and how many sites lie in no county."""

    shapes: dict[str, BaseGeometry]
    outside: int


def grown_from_sites(
    at: datetime, *, codes: Sequence[str] | None = None, hierarchy_id: UUID = MAIN_HIERARCHY_ID
) -> Grown:
    """Shapes of the hierarchy's territories (all in reach, or these) from their sites at `at`.

    Territories whose members an attribute rule decides have no ground of their own and are left
    out. Raises Unavailable without the atlas.
    """
    with connection.cursor() as cursor:
        named = list(codes) if codes is not None else None
        cursor.execute(_ASSIGNED, {"at": at, "codes": named, "hierarchy": hierarchy_id})
        rows = cursor.fetchall()
    return grow([row[0] for row in rows], [(row[1], row[2]) for row in rows])


def grow(codes: Sequence[str], points: Sequence[tuple[float, float]]) -> Grown:
    """Shapes around the points of each code, within the counties of their states."""
    units = list(counties().values())
    members, outside = _members(units, codes, points)
    if not members:
        return Grown({}, outside)
    in_states = {units[at].state for at in members}
    covered = [at for at, unit in enumerate(units) if unit.state in in_states]
    owners = {at: _majority(votes) for at, votes in members.items()}
    whole = _reached(units, covered, owners)
    pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
    for at in covered:
        votes = members.get(at, {})
        if len(set(votes.values())) > 1:
            for code, shape in _divided(units[at].shape, votes).items():
                pieces[code].append(shape)
        else:
            pieces[whole[at]].append(units[at].shape)
    rough = {code: areas(shapely.union_all(shapes)) for code, shapes in sorted(pieces.items())}
    return Grown(joined(faces_of(rough, [])), outside)


Votes = dict[tuple[float, float], str]


def _members(
    units: list[Unit], codes: Sequence[str], points: Sequence[tuple[float, float]]
) -> tuple[dict[int, Votes], int]:
    """The points of each county with the code that most sites at the point have."""
    if not points:
        return {}, 0
    tree = shapely.STRtree([unit.shape for unit in units])
    hits, places = tree.query(shapely.points(np.array(points)), predicate="intersects")
    counted: dict[int, dict[tuple[float, float], Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for hit, place in zip(hits, places, strict=True):
        x, y = points[hit]
        counted[int(place)][round(x, DIGITS), round(y, DIGITS)][codes[hit]] += 1
    votes = {
        place: {point: min(count, key=lambda c: (-count[c], c)) for point, count in here.items()}
        for place, here in counted.items()
    }
    return votes, len(points) - len(set(hits.tolist()))


def _majority(votes: Votes) -> str:
    count = Counter(votes.values())
    return min(count, key=lambda code: (-count[code], code))


def _divided(shape: BaseGeometry, votes: Votes) -> dict[str, BaseGeometry]:
    cells: dict[str, list[BaseGeometry]] = defaultdict(list)
    ground = nearest_ground(list(votes), shape)
    for code, cell in zip(votes.values(), ground, strict=True):
        cells[code].append(cell)
    return {code: areas(shapely.union_all(shapes)) for code, shapes in cells.items()}


def _reached(units: list[Unit], covered: list[int], owners: dict[int, str]) -> dict[int, str]:
    """The owner of each covered county: its own, or of the nearest that has one, over land."""
    centers = shapely.get_coordinates(shapely.centroid([unit.shape for unit in units]))
    centers[:, 0] *= np.cos(np.radians(centers[:, 1]))
    neighbors = _neighbors(units, covered)
    reached: dict[int, str] = {}
    queue = [(0.0, at, owners[at]) for at in sorted(owners)]
    heapq.heapify(queue)
    while queue:
        way, at, code = heapq.heappop(queue)
        if at in reached:
            continue
        reached[at] = code
        for other in neighbors[at]:
            if other not in reached:
                step = float(np.hypot(*(centers[other] - centers[at])))
                heapq.heappush(queue, (way + step, other, code))
    for at in set(covered) - set(reached):  # islands: the nearest across the water
        nearest = min(owners, key=lambda o: float(np.hypot(*(centers[o] - centers[at]))))
        reached[at] = owners[nearest]
    return reached


def _neighbors(units: list[Unit], covered: list[int]) -> dict[int, list[int]]:
    shapes = [units[at].shape for at in covered]
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=THIN)
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        if one != other:
            found[covered[one]].append(covered[other])
    return found
