"""Territories from published instances: gap to the best known plan, and proven gap."""

import csv
import time
from pathlib import Path

import numpy as np

from benchmarks.harness.row import Row
from engines.districting import Band, Metric, Problem, Stop, solve

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench" / "cpmp"
SAMPLE = ("cpmp01", "SJC1", "SJC4b", "ali535_025", "u724_075", "rl1304_050")
SECONDS = 30.0
MOST_GAP = 1.0  # percent, on each instance


def run(size: int) -> list[Row]:
    """One row an instance; nothing where the instances are absent. `size` does not matter."""
    if not SHARED.is_dir():
        print(f"skipped: no instances in {SHARED.name}; they are not part of the project")
        return []
    with (SHARED / "best_known.csv").open() as file:
        known = {row["instance"]: row for row in csv.DictReader(file)}
    return [row for name in SAMPLE if name in known for row in measured(name, known[name])]


def measured(name: str, known: dict[str, str]) -> list[Row]:
    """Gap to the best known value and proven gap after SECONDS, seed 1."""
    problem = read(name, known["metric"])
    began = time.process_time()
    certificate = solve(problem, stop=Stop(seconds=SECONDS), seed=1).certificate
    spent = time.process_time() - began
    gap = 100 * (certificate.value / float(known["best_known"]) - 1)
    note = f"proven within {100 * certificate.gap:.2f}%, {SECONDS:.0f} s, of them {spent:.0f} s CPU"
    return [Row(f"{name} above best known", gap, "%", limit=MOST_GAP, note=note)]


def read(name: str, metric: str) -> Problem:
    """A capacitated p-median instance: `n p`, then `x y capacity demand` for each site."""
    (file,) = [one for one in SHARED.glob(f"{name}.*") if one.suffix in {".txt", ".dat"}]
    numbers = np.array(file.read_text().split(), dtype=np.float64)
    n, p = int(numbers[0]), int(numbers[1])
    rows = numbers[2 : 2 + 4 * n].reshape(n, 4)
    return Problem(
        territories=p,
        weights=rows[:, 3],
        positions=rows[:, :2],
        bands=[Band("demand", upper=rows[0, 2])],
        metric=Metric.FLOOR_EUCLIDEAN if metric == "floor" else Metric.EUCLIDEAN,
    )
