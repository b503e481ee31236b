"""From an instance to the engine's problem."""

import numpy as np
from numpy.typing import NDArray

from engines import districting
from engines.districting import Band, Metric, Objective, Problem
from townsite.scenarios.brief import Brief
from townsite.scenarios.errors import CannotBeSolved
from townsite.scenarios.instance.instance import Instance, Ints, Seat
from townsite.scenarios.instance.travel import reach_km
from townsite.scenarios.limits import Limit, limits_of, within_states


def problem_of(
    instance: Instance, brief: Brief, seats: list[Seat], objective: Objective | None = None
) -> Problem:
    """The engine's problem for these seats. Raises CannotBeSolved for locks that name no seat.

    Distances are great circles in kilometers; the limit of the drive becomes the distance that the
    estimate turns into it.
    """
    limits = limits_of(brief, instance.rules, sites=len(instance))
    given = [n for n, seat in enumerate(seats) if seat.longitude is not None]
    fixed = {seat: len(instance) + place for place, seat in enumerate(given)}
    states = within_states(brief, instance.rules)
    return Problem(
        territories=len(seats),
        weights=np.column_stack([instance.load, instance.dollars]),
        positions=instance.xy,
        metric=Metric.GREAT_CIRCLE,
        center_positions=_points(seats, given),
        centers=[fixed.get(n) for n in range(len(seats))],
        bands=_bands(instance, seats, limits),
        objective=objective or Objective(),
        travel_limit=_reach(instance, limits["drive_minutes"]),
        current=current_seats(instance, seats),
        move_budget=_budget(instance, seats, limits["move_sites"]),
        locks=_locks(instance, brief, seats),
        forbidden=_forbidden(instance, seats),
        needs=[frozenset({s} if s else ()) for s in instance.states] if states else None,
        offers=_offers(instance, seats) if states else None,
        adjacency=districting.adjacency_of(instance.xy) if brief.is_contiguous else None,
        site_names=[f"Site {number}" for number in instance.numbers],
        territory_names=[seat.code for seat in seats],
    )


def current_seats(instance: Instance, seats: list[Seat]) -> Ints:
    """(n,) the seat in which each site is today, -1 where its territory closes."""
    seat_of = np.full(len(instance.places), -1, np.int64)
    for n, seat in enumerate(seats):
        if seat.today is not None:
            seat_of[seat.today] = n
    return seat_of[instance.of]


def _points(seats: list[Seat], given: list[int]) -> NDArray[np.float64] | None:
    points = [(seats[n].longitude, seats[n].latitude) for n in given]
    return np.array(points, np.float64) if points else None


def _bands(instance: Instance, seats: list[Seat], limits: dict[str, Limit]) -> list[Band]:
    k = len(seats)
    load = _around(instance.load, k, limits["load_tolerance"])
    dollars = _around(instance.dollars, k, limits["revenue_tolerance"])
    upper = np.minimum(load[1], capacities(instance, seats, limits["capacity_units"]))
    return [
        Band("weighted load", lower=load[0], upper=upper),
        Band("revenue", lower=dollars[0], upper=dollars[1]),
    ]


def _around(weights: NDArray[np.float64], k: int, limit: Limit) -> tuple[float, float]:
    mean = float(weights.sum()) / k
    if not limit.binds or limit.value is None:
        return 0.0, float("inf")
    return max(0.0, mean * (1 - limit.value)), mean * (1 + limit.value)


def capacities(instance: Instance, seats: list[Seat], limit: Limit) -> NDArray[np.float64]:
    """(k,) the most weighted sites of each seat; infinite where the limit does not bind."""
    if not limit.binds or limit.value is None:
        return np.full(len(seats), np.inf)
    places = instance.places
    own = [None if seat.today is None else places[seat.today].capacity for seat in seats]
    return np.array([limit.value if each is None else min(each, limit.value) for each in own])


def _reach(instance: Instance, limit: Limit) -> float | None:
    binds = limit.binds and limit.value is not None
    return reach_km(instance, limit.value or 0.0) if binds else None


def _budget(instance: Instance, seats: list[Seat], limit: Limit) -> int | None:
    if not limit.binds or limit.value is None:
        return None
    forced = int((current_seats(instance, seats) < 0).sum())
    left = int(limit.value) - forced
    if left < 0:
        staying = {seat.today for seat in seats}
        closing = [p.code for n, p in enumerate(instance.places) if n not in staying]
        raise CannotBeSolved(
            f"Closing {', '.join(closing)} alone moves {forced} sites against a budget of "
            f"{limit.value:g}. Raise the budget, or close territories with fewer sites."
        )
    return left


def _locks(instance: Instance, brief: Brief, seats: list[Seat]) -> dict[int, int]:
    place = {seat.code: n for n, seat in enumerate(seats)}
    found = {}
    for number, code in {**instance.pins, **brief.locked_sites}.items():
        if number not in instance.index:
            if number in brief.locked_sites:
                raise CannotBeSolved(
                    f"Site {number} is locked, but it is no worked site with a point below "
                    f"{instance.focus}. Take it out of the locks."
                )
            continue
        if code not in place:
            raise CannotBeSolved(f"Site {number} is locked to {code}, which closes in this plan.")
        found[instance.index[number]] = place[code]
    return found


def _forbidden(instance: Instance, seats: list[Seat]) -> list[tuple[int, int]]:
    place = {seat.code: n for n, seat in enumerate(seats)}
    known = [(number, code) for number, code in instance.bars if code in place]
    return [(instance.index[n], place[code]) for n, code in known if n in instance.index]


def _offers(instance: Instance, seats: list[Seat]) -> list[frozenset[str]]:
    """The states each seat spans; no list spans all."""
    every = frozenset(state for state in instance.states if state)
    spans = [() if s.today is None else instance.places[s.today].states for s in seats]
    return [frozenset(states) & every if states else every for states in spans]
