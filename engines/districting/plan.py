"""A plan and what is known about it."""

from dataclasses import dataclass

from engines.districting.kernels.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Plan:
    """A territory for each site and a center (place) for each territory."""

    territory: Ints  # (n,)
    center: Ints  # (k,)
    value: float
    goals: dict[str, float]  # travel, compactness, balance, disruption, moved
    loads: Floats  # (k, q)
