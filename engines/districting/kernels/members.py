"""Members of territories as linked lists, with loads and medians kept up to date."""

import numpy as np

from engines.districting.kernels.arrays import FREE
from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.travel import travel


@kernel
def link(state, unit, j):
    head = state.first[j]
    state.after[unit] = head
    state.before[unit] = -1
    if head >= 0:
        state.before[head] = unit
    state.first[j] = unit
    state.size[j] += 1


@kernel
def unlink(state, unit, j):
    left, right = state.before[unit], state.after[unit]
    if left >= 0:
        state.after[left] = right
    else:
        state.first[j] = right
    if right >= 0:
        state.before[right] = left
    state.size[j] -= 1


@kernel
def keeps_median(arrays, j):
    """Whether the center of j follows its members at every move."""
    return arrays.medians and arrays.fixed[j] == FREE


@kernel
def take_out(arrays, state, unit, j):
    """Removes the unit from j; the center is settled by `settle`."""
    unlink(state, unit, j)
    for q in range(arrays.weights.shape[1]):
        state.load[j, q] -= arrays.weights[unit, q]
    if keeps_median(arrays, j):
        u = state.first[j]
        while u >= 0:
            state.sums[u] -= travel(arrays, u, unit)
            u = state.after[u]
    else:
        state.cost[j] -= travel(arrays, state.center[j], unit)


@kernel
def put_in(arrays, state, unit, j):
    """Adds the unit to j; the center is settled by `settle`."""
    for q in range(arrays.weights.shape[1]):
        state.load[j, q] += arrays.weights[unit, q]
    if keeps_median(arrays, j):
        own = travel(arrays, unit, unit)
        u = state.first[j]
        while u >= 0:
            state.sums[u] += travel(arrays, u, unit)
            own += travel(arrays, unit, u)
            u = state.after[u]
        state.sums[unit] = own
    else:
        state.cost[j] += travel(arrays, state.center[j], unit)
    link(state, unit, j)
    state.territory[unit] = j


@kernel
def settle(arrays, state, j):
    """Puts a free center on the median of its members."""
    if not keeps_median(arrays, j):
        return
    best, least = state.center[j], np.inf
    u = state.first[j]
    while u >= 0:
        if arrays.may_center[u] and state.sums[u] < least:
            best, least = u, state.sums[u]
        u = state.after[u]
    state.center[j] = best
    state.cost[j] = least if best >= 0 and least < np.inf else arrays.beyond
