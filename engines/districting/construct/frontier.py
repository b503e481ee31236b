"""Which units a territory may take at all."""

import numpy as np
from numpy.typing import NDArray

from engines.districting.kernels.arrays import Arrays


def eligible_row(arrays: Arrays, j: int) -> NDArray[np.bool_]:
    """(n,) whether territory j may take the unit."""
    n = arrays.weights.shape[0]
    return arrays.allowed[:, j] if len(arrays.allowed) else np.ones(n, np.bool_)
