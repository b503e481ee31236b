"""Congressional districts of US states (Validi, Buchanan & Lykhovyd 2022): counties and tracts."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.instances.places import folder
from engines.districting import Band, Metric, Objective, Problem, bridges_of

FAMILY = "us_districting"
CONTIGUOUS = ("lcut", "cut", "shir", "mcf")  # the paper's models that keep contiguity
MILLION = 1e6


@dataclass(frozen=True, eq=False)
class State:
    """A state's units; `published` is the least moment of inertia with contiguity, None for none."""

    name: str
    given: dict[str, Any]
    published: float | None

    @property
    def is_of_counties(self) -> bool:
        return self.name.endswith("_county")


def states() -> list[State]:
    """Every instance, smallest first."""
    found = [
        _state(file.stem, json.loads(file.read_text())) for file in folder(FAMILY).glob("*.json")
    ]
    return sorted(found, key=lambda one: len(one.given["nodes"]))


def _state(name: str, given: dict[str, Any]) -> State:
    values = [given["published_moment_of_inertia"][model]["obj"] for model in CONTIGUOUS]
    numbers = [MILLION * float(v) for v in values if v.replace(".", "", 1).isdigit()]
    return State(name, given, min(numbers, default=None))


def problem(state: State) -> Problem:
    """Population within half a percent, one piece each, least people times squared kilometers.

    Islands are bridged to the nearest unit.
    """
    nodes = state.given["nodes"]
    where = np.array([[float(node[1]), float(node[2])] for node in nodes])
    edges = np.array(state.given["edges"])
    people = np.array([float(node[3]) for node in nodes])
    return Problem(
        territories=int(state.given["k"]),
        weights=people,
        travel_weights=people,
        positions=where,
        metric=Metric.GREAT_CIRCLE,
        adjacency=edges,
        bridges=bridges_of(where, edges),
        bands=[Band("people", lower=state.given["L"], upper=state.given["U"])],
        objective=Objective(travel=0.0, compactness=1.0),
    )
