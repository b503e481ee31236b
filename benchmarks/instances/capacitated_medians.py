"""Capacitated p-median instances (Osman & Christofides 1994; Lorena & Senne 2003; Stefanello 2015)."""

import csv
from dataclasses import dataclass

import numpy as np

from benchmarks.instances.places import folder
from engines.districting import Band, Metric, Problem

FAMILY = "cpmp"


@dataclass(frozen=True)
class Known:
    """What the literature knows of an instance."""

    name: str
    sites: int
    value: float
    metric: Metric


def known() -> list[Known]:
    """Every instance with its best known value, smallest first."""
    with (folder(FAMILY) / "best_known.csv").open() as file:
        found = [
            Known(
                row["instance"],
                int(row["n"]),
                float(row["best_known"]),
                Metric.FLOOR_EUCLIDEAN if row["metric"] == "floor" else Metric.EUCLIDEAN,
            )
            for row in csv.DictReader(file)
        ]
    return sorted(found, key=lambda one: one.sites)


def problem(one: Known) -> Problem:
    """`n p`, then `x y capacity demand` for each site; every capacity is the first."""
    (file,) = [f for f in folder(FAMILY).glob(f"{one.name}.*") if f.suffix in {".txt", ".dat"}]
    numbers = np.array(file.read_text().split(), dtype=np.float64)
    n, p = int(numbers[0]), int(numbers[1])
    rows = numbers[2 : 2 + 4 * n].reshape(n, 4)
    return Problem(
        territories=p,
        weights=rows[:, 3],
        positions=rows[:, :2],
        bands=[Band("demand", upper=rows[0, 2])],
        metric=one.metric,
    )
