"""Tables of prices."""

from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.travel import travel


@kernel
def price_table(arrays, place, out):
    """out[i, h]: price of serving unit i from place[i, h]."""
    for i in range(place.shape[0]):
        for h in range(place.shape[1]):
            out[i, h] = travel(arrays, place[i, h], i)
