"""A problem's fields as arrays of known shape."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engines.districting.errors import BadInput
from engines.districting.kernels.arrays import FREE, Floats, Ints
from engines.districting.metric import Metric, embedded
from engines.districting.problem import Band, Problem

SHOWN = 5  # names in one complaint
TABLE = 2  # dimensions


@dataclass(frozen=True, eq=False)
class Facts:
    """A readable problem of n sites, k territories, m places and q weights."""

    problem: Problem
    weights: Floats  # (n, q)
    lower: Floats  # (k, q)
    upper: Floats  # (k, q)
    target: Floats  # (k, q)
    bands: tuple[Band, ...]
    points: Floats  # (m, 3) or no rows
    matrix: Floats  # (m, n) or no rows
    travel_weights: Floats  # (n,)
    centers: Ints  # (k,) place or FREE
    candidates: NDArray[np.bool_]  # (n,)
    edges: Ints  # (e, 2)
    current: Ints  # (n,)
    moving_costs: Floats  # (n,)
    affinity: Floats  # (k, n) or no rows

    @property
    def n(self) -> int:
        return len(self.weights)

    @property
    def k(self) -> int:
        return self.problem.territories

    @property
    def metric(self) -> Metric:
        return Metric.MATRIX if len(self.matrix) else self.problem.metric


def facts_of(problem: Problem) -> Facts:
    """The problem's arrays. Raises BadInput, naming every field that cannot be read."""
    reader = _Reader(problem)
    facts = reader.facts()
    if reader.problems or facts is None:
        raise BadInput(reader.problems)
    return facts


class _Reader:
    """Reads field after field and keeps every complaint."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.problems: list[str] = []

    def facts(self) -> Facts | None:
        p = self.problem
        if p.territories < 1:
            self.problems.append(f"{p.territories} territories: at least one is needed.")
            return None
        weights = self._numbers("weights", p.weights, None)
        if weights is None or not len(weights):
            self.problems.append("There is no site with a weight.")
            return None
        weights = weights.reshape(len(weights), -1)
        n, k = len(weights), p.territories
        if (weights < 0).any():
            self._name_rows("weights", np.flatnonzero((weights < 0).any(axis=1)), "is negative")
        points, matrix = self._geometry(n)
        places = max(len(points), len(matrix))
        bands = tuple(p.bands) or tuple(Band(f"weight {q}") for q in range(weights.shape[1]))
        if len(bands) != weights.shape[1]:
            self.problems.append(f"{len(bands)} bands for {weights.shape[1]} weights.")
        if self.problems:
            return None
        mean = weights.sum(axis=0) / k
        return Facts(
            problem=p,
            weights=weights,
            lower=self._limits(bands, "lower", k),
            upper=self._limits(bands, "upper", k),
            target=np.column_stack(
                [self._filled(b.target, m, k) for b, m in zip(bands, mean, strict=True)]
            ),
            bands=bands,
            points=points,
            matrix=matrix,
            travel_weights=self._vector("travel_weights", p.travel_weights, 1.0, n),
            centers=self._centers(k, places),
            candidates=self._candidates(n),
            edges=self._edges(n),
            current=self._vector("current", p.current, -1, n).astype(np.int64),
            moving_costs=self._vector("moving_costs", p.moving_costs, 1.0, n),
            affinity=self._affinity(k, n),
        )

    def _numbers(self, name: str, given: ArrayLike, shape: tuple[int, ...] | None) -> Floats | None:
        try:
            array = np.array(given, dtype=np.float64)
        except (TypeError, ValueError):
            self.problems.append(f"{name} holds something that is no number.")
            return None
        if shape is not None and array.shape != shape:
            self.problems.append(f"{name} has the shape {array.shape}, expected {shape}.")
            return None
        if np.isnan(array).any():
            rows = np.unique(np.argwhere(np.isnan(array))[:, 0]) if array.ndim else np.array([0])
            self._name_rows(name, rows, "is not a number")
            return None
        return array

    def _name_rows(self, name: str, rows: Ints, what: str) -> None:
        shown = ", ".join(self.problem.site_name(int(row)) for row in rows[:SHOWN])
        more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
        self.problems.append(f"{name} {what} for {shown}{more}.")

    def _geometry(self, n: int) -> tuple[Floats, Floats]:
        p = self.problem
        none = np.zeros((0, 3)), np.zeros((0, 0))
        if (p.positions is None) == (p.distances is None):
            self.problems.append("Give either positions or distances.")
            return none
        if p.positions is None:
            return none[0], self._matrix(n)
        positions = self._numbers("positions", p.positions, (n, 2))
        if positions is None:
            return none
        if p.center_positions is not None:
            given = self._numbers("center_positions", p.center_positions, None)
            if given is None:
                return none
            positions = np.vstack([positions, given.reshape(-1, 2)])
        if not np.isfinite(positions).all():
            self._name_rows("positions", np.argwhere(~np.isfinite(positions))[:, 0], "is infinite")
        if p.metric is Metric.GREAT_CIRCLE and (np.abs(positions) > [180, 90]).any():
            self.problems.append("positions leave the range of longitude and latitude.")
        return embedded(positions, p.metric), none[1]

    def _matrix(self, n: int) -> Floats:
        d: Any = self.problem.distances
        if callable(d):
            rows = n + len(np.atleast_2d(self.problem.center_positions or np.zeros((0, 2))))
            d = [[d(place, site) for site in range(n)] for place in range(rows)]
        elif hasattr(d, "tocoo"):
            entries = d.tocoo()
            d = np.full(entries.shape, np.inf)
            d[entries.row, entries.col] = entries.data
            np.fill_diagonal(d, np.minimum(d.diagonal(), 0.0))
        matrix = self._numbers("distances", d, None)
        if matrix is None or matrix.ndim != TABLE or matrix.shape[1] != n or len(matrix) < n:
            self.problems.append(f"distances must have {n} columns and at least as many rows.")
            return np.zeros((0, 0))
        if (matrix < 0).any():
            self.problems.append("distances holds a negative number.")
        return matrix

    def _limits(self, bands: tuple[Band, ...], side: str, k: int) -> Floats:
        return np.column_stack([self._filled(getattr(band, side), 0.0, k) for band in bands])

    def _filled(self, given: ArrayLike | None, default: float, k: int) -> Floats:
        array = np.asarray(default if given is None else given, dtype=np.float64)
        if array.shape not in {(), (k,)} or np.isnan(array).any():
            self.problems.append(f"A band needs one number or {k} of them, not {given!r}.")
            return np.zeros(k)
        return np.broadcast_to(array, (k,)).copy()

    def _vector(self, name: str, given: ArrayLike | None, default: float, n: int) -> Floats:
        array = None if given is None else self._numbers(name, given, (n,))
        return np.full(n, default, dtype=np.float64) if array is None else array

    def _centers(self, k: int, places: int) -> Ints:
        given = list(self.problem.centers or [None] * k)
        if len(given) != k:
            self.problems.append(f"{len(given)} centers for {k} territories.")
            return np.full(k, FREE, np.int64)
        centers = np.array([FREE if c is None else c for c in given], np.int64)
        for j in np.flatnonzero((centers >= places) | (centers < FREE)):
            name = self.problem.territory_name(int(j))
            self.problems.append(
                f"{name} has the center {centers[j]}, but there are {places} places."
            )
        return centers

    def _candidates(self, n: int) -> NDArray[np.bool_]:
        if self.problem.candidates is None:
            return np.ones(n, np.bool_)
        chosen = np.zeros(n, np.bool_)
        given = np.asarray(self.problem.candidates, np.int64)
        if len(given) and (given.min() < 0 or given.max() >= n):
            self.problems.append("candidates names a site that does not exist.")
            return chosen
        chosen[given] = True
        return chosen

    def _edges(self, n: int) -> Ints:
        given = [e for e in (self.problem.adjacency, self.problem.bridges) if e is not None]
        lists = [np.asarray(e, np.int64).reshape(-1, 2) for e in given]
        edges = np.vstack([np.zeros((0, 2), np.int64), *lists])
        if len(edges) and (edges.min() < 0 or edges.max() >= n):
            self.problems.append("adjacency names a site that does not exist.")
            return edges[:0]
        return edges

    def _affinity(self, k: int, n: int) -> Floats:
        if self.problem.affinity is None:
            return np.zeros((0, 0))
        array = self._numbers("affinity", self.problem.affinity, (k, n))
        return np.zeros((0, 0)) if array is None else array
