"""Commercial territory design (Rios-Mercado & Fernandez 2009): contiguous, balanced, compact."""

import csv
from dataclasses import dataclass

import numpy as np

from benchmarks.instances.places import folder
from engines.districting import Band, Objective, Problem

FAMILY = "territory"
NAMES = ("customers", "demand", "workload")


@dataclass(frozen=True)
class Published:
    """What a published heuristic reached, compared in this order."""

    name: str
    violation: float
    disruption: float
    compactness: float


def published() -> list[Published]:
    """The instances whose data are there; for some only the heuristic's log is."""
    with (folder(FAMILY) / "best_published.csv").open() as file:
        rows = [
            Published(
                row["instance"],
                float(row["published_balance_violation"]),
                float(row["published_disruption"]),
                float(row["published_compactness"]),
            )
            for row in csv.DictReader(file)
        ]
    return [one for one in rows if (folder(FAMILY) / f"{one.name}.dat").is_file()]


def problem(one: Published) -> Problem:
    """Three weights within their tolerance of the mean, one piece each, least sum of distances."""
    numbers = iter((folder(FAMILY) / f"{one.name}.dat").read_text().split())
    n = int(next(numbers))
    rows = np.array([[float(next(numbers)) for _ in range(7)] for _ in range(n)])
    m = int(next(numbers))
    edges = np.array([[int(next(numbers)), int(next(numbers))] for _ in range(m)])
    k, _, *tolerance = [float(next(numbers)) for _ in range(6)]
    familiar = np.array([[float(next(numbers)) for _ in range(n)] for _ in range(int(k))])
    mean = rows[:, 3:6].sum(axis=0) / k
    distances = np.array([float(number) for number in numbers])
    return Problem(
        territories=int(k),
        weights=rows[:, 3:6],
        positions=None if len(distances) else rows[:, 1:3],
        distances=distances.reshape(n, n) if len(distances) else None,
        adjacency=edges,
        bands=[
            Band(name, lower=m * (1 - t), upper=m * (1 + t))
            for name, m, t in zip(NAMES, mean, tolerance[:3], strict=True)
        ],
        affinity=familiar - 1 if (familiar > 1).any() else None,
        objective=Objective(travel=1.0),
    )
