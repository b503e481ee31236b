"""The policies of the drive estimate (R-12), both ways: kilometers to minutes and back."""

import numpy as np

from townsite.scenarios.instance.instance import Floats, Instance
from townsite.territories.placement.travel import (
    Bands,
    TravelPolicy,
    estimate,
    great_circle_m,
)

FARTHEST_KM = 20_000.0  # half around the earth
HALVINGS = 60


def travel_policy(instance: Instance) -> TravelPolicy:
    """Circuity and speed by distance, as the focus sees them."""
    keys = ("travel_bands_km", "circuity", "assumed_speed_km_per_hour")
    return TravelPolicy(*(Bands.of(instance.rule(f"placement.{key}")) for key in keys))


def minutes_between(instance: Instance, one: Floats, other: Floats) -> Floats:
    """Estimated minutes between (m, 2) points and (m, 2) points in degrees."""
    straight = great_circle_m(one[:, 0], one[:, 1], other[:, 0], other[:, 1])
    return estimate(straight, travel_policy(instance)).minutes


def reach_km(instance: Instance, minutes: float) -> float:
    """The straight-line kilometers that the estimate turns into `minutes`.

    The estimate grows with distance (docs/domain/placement.md), so halving the interval finds it.
    """
    policy = travel_policy(instance)
    low, high = 0.0, FARTHEST_KM
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if float(np.asarray(estimate(middle * 1000, policy).minutes)) <= minutes:
            low = middle
        else:
            high = middle
    return low
