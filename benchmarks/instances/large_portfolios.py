"""Seeded sites around census tracts, made by the script that lies beside the instances."""

import runpy

import numpy as np

from benchmarks.instances.places import folder
from engines.districting import Band, Problem

BALANCE = 0.05
SEED = 1


def problem(sites: int, territories: int) -> Problem:
    """Every load within 5% of the mean, least sum of kilometers to the centers."""
    make = runpy.run_path(str(folder("make_large.py")))["make"]
    _, _, x, y, demand, _, _ = make(sites, territories, SEED)
    mean = demand.sum() / territories
    return Problem(
        territories=territories,
        weights=demand,
        positions=np.column_stack([x, y]),
        bands=[Band("demand", lower=(1 - BALANCE) * mean, upper=(1 + BALANCE) * mean)],
    )
