"""Random numbers of the compiled loops: one stream per state, so that a seed repeats a run."""

import numpy as np

from engines.districting.kernels.compiled import kernel

GAMMA = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
BITS = 1.0 / 9007199254740992.0  # 2 to the power of -53


@kernel
def uniform(random):
    """A number in [0, 1) by SplitMix64 (Steele, Lea & Flood 2014)."""
    random[0] += GAMMA
    z = random[0]
    z = (z ^ (z >> np.uint64(30))) * FIRST
    z = (z ^ (z >> np.uint64(27))) * SECOND
    z ^= z >> np.uint64(31)
    return np.float64(z >> np.uint64(11)) * BITS


@kernel
def below(random, n):
    """An integer in [0, n)."""
    return np.int64(uniform(random) * n)
