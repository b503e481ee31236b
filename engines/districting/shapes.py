"""Boundary shapes of a plan: cells of points or of given units, dissolved by territory."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from engines.districting.errors import BadInput
from engines.districting.kernels.arrays import Floats, Ints

Shapes = NDArray[np.object_]
GRID = 1e-9  # of the extent: shapes are rounded to one grid, so that neighbors meet without cracks


def shapes_of(
    positions: ArrayLike,
    territory: ArrayLike,
    territories: int,
    *,
    within: BaseGeometry | None = None,
    units: Sequence[BaseGeometry] | None = None,
) -> list[BaseGeometry]:
    """One polygon or multipolygon for each territory, empty where it has no ground of its own.

    Without `units` every site brings the ground that is nearer to it than to any other site
    (Voronoi 1908) in the plane of the positions; sites at one place share a cell, which goes to the
    territory with most of them, the lower number among equals. With `units`, one shape a site, these
    are dissolved. `within` (a coast, a border) cuts everything. Shapes do not overlap as long as the
    units given do not. Raises BadInput for positions and territories that do not belong together.
    """
    at = np.asarray(positions, np.float64).reshape(-1, 2)
    of = np.asarray(territory, np.int64)
    _check(at, of, territories, units)
    if units is not None:
        cells, owner = np.asarray(list(units), dtype=object), of
    else:
        cells, owner = _cells(at, of, within)
    if within is not None:
        shapely.prepare(within)
        cells = shapely.intersection(cells, within)
    return [_dissolved(cells[owner == j]) for j in range(territories)]


def _check(at: Floats, of: Ints, k: int, units: Sequence[BaseGeometry] | None) -> None:
    problems = []
    if of.shape != (len(at),):
        problems.append(f"territory has the shape {of.shape}, expected ({len(at)},).")
    elif len(of) and (of.min() < 0 or of.max() >= k):
        problems.append(f"territory names one that does not exist; there are {k}.")
    if not np.isfinite(at).all():
        problems.append("positions holds something that is no finite number.")
    if units is not None and len(units) != len(at):
        problems.append(f"{len(units)} units for {len(at)} sites.")
    if problems:
        raise BadInput(problems)


def _cells(at: Floats, of: Ints, within: BaseGeometry | None) -> tuple[Shapes, Ints]:
    """(cells, territory of each), one for each distinct place."""
    places, place = np.unique(at, axis=0, return_inverse=True)
    owner = _owners(place.reshape(-1), of, len(places))
    frame = _frame(places, within)
    if len(places) == 1:
        return np.array([frame], dtype=object), owner
    found = shapely.voronoi_polygons(shapely.multipoints(places), extend_to=frame, ordered=True)
    return shapely.intersection(shapely.get_parts(found), frame), owner


def _owners(place: Ints, of: Ints, count: int) -> Ints:
    """The commonest territory at each place."""
    pairs, many = np.unique(np.column_stack([place, of]), axis=0, return_counts=True)
    owner = np.zeros(count, np.int64)
    order = np.lexsort((-pairs[:, 1], many))
    owner[pairs[order, 0]] = pairs[order, 1]  # the last one written is the commonest
    return owner


def _frame(places: Floats, within: BaseGeometry | None) -> BaseGeometry:
    """The box of everything, a tenth wider than the places where nothing else bounds them."""
    if within is not None and not within.is_empty:
        return shapely.box(*shapely.total_bounds([within, shapely.multipoints(places)]))
    low, high = places.min(axis=0), places.max(axis=0)
    margin = 0.1 * max(float((high - low).max()), GRID)
    return shapely.box(*(low - margin), *(high + margin))


def _dissolved(cells: Shapes) -> BaseGeometry:
    """The union, only what has an area."""
    if not len(cells):
        return shapely.MultiPolygon()
    parts = shapely.get_parts(shapely.union_all(cells))
    return shapely.union_all([part for part in parts if part.area > 0])
