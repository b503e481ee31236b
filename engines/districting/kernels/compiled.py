"""How the inner loops are compiled."""

from collections.abc import Callable
from typing import Any

from numba import njit

# Without Numba's reference counting, which would touch every array of the tuples at every call:
# measured 30 times slower. Such functions may not make arrays; the caller brings them.
kernel: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(  # type: ignore[call-overload] # its types leave out the switch of reference counting
    cache=True, _nrt=False
)


@kernel
def copy_into(target, source):
    """Copies one dimension; a slice assignment would need a buffer."""
    for i in range(target.shape[0]):
        target[i] = source[i]
