"""The ground of a plan's territories: boundary shapes drawn from their sites."""

from datetime import datetime

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from engines import districting
from townsite.scenarios.measures.layout import Layout
from townsite.territories.boundaries.coverage import coverage_at
from townsite.territories.boundaries.geometry import areas
from townsite.territories.boundaries.units import states


def ground_of(layout: Layout, *, at: datetime) -> list[BaseGeometry]:
    """For each seat the ground nearer to its sites than to the others', degrees of WGS 84.

    Cut by the borders that the plan's territories have together at `at`; where none has any, by the
    states of the sites, whose outlines follow the coast. One statement. Raises Unavailable without
    the atlas of states.
    """
    within = _today(layout, at) or _land(layout)
    # Nearest by degrees is not nearest by kilometers: a degree of longitude shrinks northwards.
    shrunk = np.array([np.cos(np.radians(layout.instance.xy[:, 1].mean())), 1.0])
    shapes = districting.shapes_of(
        layout.instance.xy * shrunk,
        layout.seat,
        len(layout.seats),
        within=shapely.transform(within, lambda at: at * shrunk),
    )
    return [areas(shapely.transform(shape, lambda at: at / shrunk)) for shape in shapes]


def _today(layout: Layout, at: datetime) -> BaseGeometry | None:
    shapes = coverage_at(at, codes=[place.code for place in layout.instance.places])
    whole = areas(shapely.union_all(list(shapes.values())))
    return None if whole.is_empty else whole


def _land(layout: Layout) -> BaseGeometry:
    known = states()
    codes = sorted(set(layout.instance.states) & set(known))
    if not codes:
        return shapely.MultiPoint(layout.instance.xy).convex_hull.buffer(0.5)
    return areas(shapely.union_all([known[code].shape for code in codes]))
