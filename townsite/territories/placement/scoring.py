"""The placement score of R-01: a pure function over stated inputs, with its parts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from townsite.territories.placement.travel import Floats

ASKED_FOR, REFUSED = 1.0, 0.0  # a wish of the customer: the ends of the scale


class Parts(NamedTuple):
    """The four parts of the score, each from 0 to 1."""

    proximity: Floats
    capacity: Floats
    balance: Floats
    preference: Floats


class Inputs(NamedTuple):
    """What the score looks at; scalars or arrays that broadcast.

    `minutes` of driving against `drive_limit` (NaN where unknown), `used` and `weight` against
    `limit` in weighted sites, `sites` against `mean_sites` with the rung `block` of R-05, and
    `preference` from 0 to 1.
    """

    minutes: Any
    drive_limit: Any
    used: Any
    weight: Any
    limit: Any
    sites: Any
    mean_sites: Any
    block: Any
    preference: Any


def parts_of(given: Inputs) -> Parts:
    """The parts of R-01 (formula of the domain research, section 3.1).

    An unknown drive gives no nearness. Where no territory has a site yet, all are in balance. The
    balance reaches 1 at half the mean for the built-in 150%, so R-05's priority is part of it.
    """
    minutes = np.asarray(given.minutes, dtype=float)
    near = np.where(np.isnan(minutes), 0.0, 1 - minutes / given.drive_limit)
    capacity = 1 - (given.used + np.asarray(given.weight, dtype=float)) / given.limit
    mean = np.asarray(given.mean_sites, dtype=float)
    room = given.block * mean - (np.asarray(given.sites) + 1)
    balance = np.where(mean > 0, room / np.where(mean > 0, mean, 1), 1.0)
    return Parts(
        np.maximum(0, near),
        np.clip(capacity, 0, 1),
        np.clip(balance, 0, 1),
        np.asarray(given.preference, dtype=float),
    )


def total(parts: Parts, weights: Mapping[str, ArrayLike]) -> Floats:
    """The weighted sum; weights are shares that total 1."""
    return np.asarray(
        sum(getattr(parts, name) * np.asarray(weights[name]) for name in Parts._fields)
    )
