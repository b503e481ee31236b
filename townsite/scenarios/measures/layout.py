"""A plan on the ground: where the centers of its seats are, and how long each site's drive is."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engines.districting import Plan as EnginePlan
from townsite.scenarios.instance.instance import Floats, Instance, Ints, Place, Seat
from townsite.scenarios.instance.seats import center_points
from townsite.scenarios.instance.travel import minutes_between
from townsite.territories.placement.travel import great_circle_m

METERS_PER_KM = 1000


@dataclass(frozen=True, eq=False)
class Layout:
    """`seat` (n,) of each site; `center` (k, 2) degrees of each seat."""

    instance: Instance
    seats: list[Seat]
    seat: Ints
    center: Floats

    @cached_property
    def minutes(self) -> Floats:
        """(n,) estimated drive of each site from its center."""
        return minutes_between(self.instance, self.instance.xy, self.center[self.seat])

    @cached_property
    def km(self) -> Floats:
        """(n,) straight-line kilometers of each site from its center."""
        at, to = self.instance.xy, self.center[self.seat]
        return great_circle_m(at[:, 0], at[:, 1], to[:, 0], to[:, 1]) / METERS_PER_KM

    @cached_property
    def moved(self) -> Ints:
        """(m,) the sites that change hands."""
        own = np.array([-1 if s.today is None else s.today for s in self.seats], np.int64)
        return np.flatnonzero(own[self.seat] != self.instance.of)

    def total(self, weights: Floats) -> Floats:
        """(k,) sums by seat."""
        sums: Floats = np.bincount(self.seat, weights, minlength=len(self.seats)).astype(np.float64)
        return sums

    @cached_property
    def sites(self) -> Ints:
        """(k,) sites by seat."""
        return np.bincount(self.seat, minlength=len(self.seats))


def today_layout(instance: Instance) -> Layout:
    """The plan in force: every place is a seat; centers are those of today."""
    seats = [_seat(place, n) for n, place in enumerate(instance.places)]
    return Layout(instance, seats, instance.of, center_points(instance))


def plan_layout(instance: Instance, seats: list[Seat], plan: EnginePlan) -> Layout:
    """An engine's plan for these seats."""
    return Layout(
        instance, seats, plan.territory, centers_of(instance, seats, plan.center.tolist())
    )


def centers_of(instance: Instance, seats: list[Seat], places: list[int]) -> Floats:
    """(k, 2) degrees of the engine's places: sites first, then the given centers in their order."""
    n = len(instance)
    given = [(s.longitude, s.latitude) for s in seats if s.longitude is not None]
    points = [instance.xy[at] if at < n else np.array(given[at - n]) for at in places]
    return np.array(points, np.float64).reshape(-1, 2)


def _seat(place: Place, n: int) -> Seat:
    return Seat(
        place.code, place.name, place.parent, n, place.longitude, place.latitude, place.color
    )
