"""Tables of prices."""

from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.travel import travel


@kernel
def price_table(arrays, place, out):
    """out[i, h]: price of serving unit i from place[i, h]."""
    for i in range(place.shape[0]):
        for h in range(place.shape[1]):
            out[i, h] = travel(arrays, place[i, h], i)


@kernel
def price_block(arrays, units, places, out):
    """out[a, b]: price of serving units[a] from places[b]."""
    for a in range(units.shape[0]):
        for b in range(places.shape[0]):
            out[a, b] = travel(arrays, places[b], units[a])
