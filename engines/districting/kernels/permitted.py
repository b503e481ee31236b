"""Whether a move keeps what no price may buy: locks, eligibility, apart, contiguity, centers."""

from engines.districting.kernels.arrays import FREE
from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.contiguity import stays_whole, touches


@kernel
def meets_other(arrays, state, unit, j, but):
    """Whether j holds a unit that must be apart from this one."""
    for e in range(arrays.apart_start[unit], arrays.apart_start[unit + 1]):
        v = arrays.apart[e]
        if v != but and state.territory[v] == j:
            return True
    return False


@kernel
def holds(arrays, state, unit, j):
    """Whether the unit is the free center of j."""
    return arrays.fixed[j] == FREE and state.center[j] == unit


@kernel
def may_leave(arrays, state, unit, j):
    """Whether j can do without the unit: a territory keeps a member and its free center."""
    if arrays.fixed[j] == FREE:
        if state.size[j] <= 1:
            return False
        if not arrays.medians and state.center[j] == unit:
            return False
    return True


@kernel
def may_enter(arrays, state, unit, j, but):
    if arrays.allowed.shape[0] and not arrays.allowed[unit, j]:
        return False
    return not meets_other(arrays, state, unit, j, but)


@kernel
def permitted(arrays, state, a, b, unit, back):
    """Whether `unit` may go a -> b while `back` (-1: nobody) goes b -> a."""
    if not may_enter(arrays, state, unit, b, back):
        return False
    if back >= 0:
        if not may_enter(arrays, state, back, a, unit):
            return False
        if not arrays.medians and (holds(arrays, state, unit, a) or holds(arrays, state, back, b)):
            return False
    elif not may_leave(arrays, state, unit, a):
        return False
    return not arrays.whole or contiguous_after(arrays, state, a, b, unit, back)


@kernel
def contiguous_after(arrays, state, a, b, unit, back):
    """A sufficient test for swaps: each leaves a whole territory and joins what stays of the other."""
    if state.size[b] > (1 if back >= 0 else 0) and not touches(arrays, state, unit, b, back):
        return False
    if back >= 0:
        if state.size[a] > 1 and not touches(arrays, state, back, a, unit):
            return False
        if not stays_whole(arrays, state, back, b):
            return False
    return stays_whole(arrays, state, unit, a)
