"""Which territories a plan has: those that stay, those that close, new ones."""

import numpy as np

from townsite.scenarios.brief import Brief
from townsite.scenarios.choices import Centers
from townsite.scenarios.errors import CannotBeSolved
from townsite.scenarios.instance.instance import Instance, Place, Seat
from townsite.territories.placement.travel import great_circle_m

COLORS = 10


def seats_of(instance: Instance, brief: Brief, count: int | None) -> list[Seat]:
    """The seats for so many territories, those of today first.

    Which close, where the brief does not say: one after the other the territory whose sites are,
    each from its nearest other center, the fewest kilometers away. Raises CannotBeSolved.
    """
    kept = [n for n, each in enumerate(instance.places) if each.code not in brief.closes]
    wanted = len(kept) if count is None else count
    held = {*brief.fixed_centers, *brief.locked_sites.values(), *instance.pins.values()}
    while len(kept) > wanted:
        kept.remove(_cheapest(instance, kept, held, wanted))
    seats = [_seat(instance.places[n], n, brief) for n in kept]
    return [*seats, *_new(instance, wanted - len(seats))]


def _cheapest(instance: Instance, kept: list[int], held: set[str], wanted: int) -> int:
    free = [n for n in kept if instance.places[n].code not in held]
    if not free:
        raise CannotBeSolved(
            f"{len(kept)} territories are fixed or hold locked sites, so they cannot become "
            f"{wanted}. Unlock some, or ask for more territories."
        )
    centers = center_points(instance)
    return min(free, key=lambda n: (_extra_km(instance, n, kept, centers), n))


def _extra_km(instance: Instance, closing: int, kept: list[int], centers: np.ndarray) -> float:
    sites = instance.xy[instance.of == closing]
    others = centers[[n for n in kept if n != closing]]
    if not len(sites) or not len(others):
        return 0.0
    apart = great_circle_m(sites[:, :1], sites[:, 1:], others[:, 0], others[:, 1])
    return float(apart.min(axis=1).sum() / 1000)


def center_points(instance: Instance) -> np.ndarray:
    """(k, 2) center of each place: its own, else the mean of its sites, else of all."""
    points = np.tile(instance.xy.mean(axis=0), (len(instance.places), 1))
    for n, place in enumerate(instance.places):
        mine = instance.of == n
        if place.longitude is not None and place.latitude is not None:
            points[n] = place.longitude, place.latitude
        elif mine.any():
            points[n] = instance.xy[mine].mean(axis=0)
    return points


def _seat(place: Place, today: int, brief: Brief) -> Seat:
    fixed = brief.centers == Centers.KEEP or place.code in brief.fixed_centers
    x, y = (place.longitude, place.latitude) if fixed else (None, None)
    return Seat(place.code, place.name, place.parent, today, x, y, place.color)


def _new(instance: Instance, count: int) -> list[Seat]:
    taken = set(instance.place_index)
    found: list[Seat] = []
    parents = [place.parent for place in instance.places]
    parent = max(sorted(set(parents)), key=parents.count)
    number = 0
    while len(found) < count:
        number += 1
        code = f"{instance.focus}N{number}"
        if code not in taken:
            color = (len(instance.places) + number) % COLORS
            found.append(Seat(code, f"New territory {number}", parent, None, None, None, color))
    return found
