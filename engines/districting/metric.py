"""How distance is measured."""

from enum import Enum

import numpy as np

from engines.districting.kernels.arrays import (
    EUCLIDEAN,
    FLOOR_EUCLIDEAN,
    GREAT_CIRCLE,
    MATRIX,
    Floats,
)


class Metric(Enum):
    """EUCLIDEAN in the unit of the positions; GREAT_CIRCLE takes degrees and gives kilometers."""

    EUCLIDEAN = EUCLIDEAN
    FLOOR_EUCLIDEAN = FLOOR_EUCLIDEAN  # OR-Library's pmedcap1 rounds down
    GREAT_CIRCLE = GREAT_CIRCLE
    MATRIX = MATRIX


def embedded(positions: Floats, metric: Metric) -> Floats:
    """(n, 3) coordinates in which nearer in a straight line is nearer by the metric."""
    space = np.zeros((len(positions), 3))
    if metric is not Metric.GREAT_CIRCLE:
        space[:, :2] = positions
        return space
    longitude, latitude = np.radians(positions).T
    space[:, 0] = np.cos(latitude) * np.cos(longitude)
    space[:, 1] = np.cos(latitude) * np.sin(longitude)
    space[:, 2] = np.sin(latitude)
    return space
