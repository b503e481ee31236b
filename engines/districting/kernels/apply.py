"""Making moves, filling a state with a plan, and measuring it afresh."""

import numpy as np

from engines.districting.kernels.arrays import FREE
from engines.districting.kernels.compiled import copy_into, kernel
from engines.districting.kernels.members import keeps_median, put_in, settle, take_out
from engines.districting.kernels.price import excess, label, moves
from engines.districting.kernels.travel import travel


@kernel
def apply_move(arrays, state, a, b, unit, back):
    """Moves `unit` a -> b and `back` (-1: nobody) b -> a."""
    change = moves(arrays, unit, b) - moves(arrays, unit, a)
    take_out(arrays, state, unit, a)
    if back >= 0:
        change += moves(arrays, back, a) - moves(arrays, back, b)
        take_out(arrays, state, back, b)
        put_in(arrays, state, back, a)
    put_in(arrays, state, unit, b)
    state.moved[0] += change
    settle(arrays, state, a)
    settle(arrays, state, b)


@kernel
def fill(arrays, state, territory, center):
    """Makes the state hold the plan; where exact medians are kept, they replace free centers."""
    copy_into(state.center, center)
    for j in range(center.shape[0]):
        state.cost[j] = 0.0
        state.size[j] = 0
        state.first[j] = -1
        for q in range(state.load.shape[1]):
            state.load[j, q] = 0.0
    state.moved[0] = 0.0
    for i in range(territory.shape[0]):
        state.territory[i] = -1
    for i in range(territory.shape[0]):
        put_in(arrays, state, i, territory[i])
        state.moved[0] += moves(arrays, i, territory[i])
    for j in range(center.shape[0]):
        settle(arrays, state, j)


@kernel
def value(arrays, state):
    """The objective of the state."""
    total = 0.0
    for j in range(state.cost.shape[0]):
        total += state.cost[j]
    for i in range(state.territory.shape[0]):
        total += label(arrays, i, state.territory[i])
    for j in range(state.load.shape[0]):
        for q in range(state.load.shape[1]):
            total += arrays.balance[q] * abs(state.load[j, q] - arrays.target[j, q])
            total += arrays.soft[q] * excess(
                state.load[j, q], arrays.lower[j, q], arrays.upper[j, q]
            )
    return total


@kernel
def violation(arrays, state, prices):
    """Priced violation of bands and of the disruption budget."""
    total = prices[-1] * max(0.0, state.moved[0] - arrays.budget)
    for j in range(state.load.shape[0]):
        for q in range(state.load.shape[1]):
            total += prices[q] * excess(state.load[j, q], arrays.lower[j, q], arrays.upper[j, q])
    return total


@kernel
def best_center(arrays, state, j, width):
    """(place, travel) of the best center of j among members near the present one.

    `width` 0 looks at every member. The search repeats from the better place until none is found.
    """
    best = state.center[j]
    least = _from(arrays, state, j, best, np.inf)
    if width == 0 or best < 0:
        u = state.first[j]
        while u >= 0:
            if arrays.may_center[u]:
                cost = _from(arrays, state, j, u, least)
                if cost < least:
                    best, least = u, cost
            u = state.after[u]
        return best, least
    found = True
    while found:
        found = False
        around = best
        for h in range(min(width, arrays.near.shape[1])):
            u = arrays.near[around, h]
            if state.territory[u] == j and arrays.may_center[u]:
                cost = _from(arrays, state, j, u, least)
                if cost < least - 1e-12 * abs(least):
                    best, least, found = u, cost, True
    return best, least


@kernel
def _from(arrays, state, j, place, enough):
    """Travel of j from the place, given up once above `enough`."""
    if place < 0:
        return np.inf
    total = 0.0
    u = state.first[j]
    while u >= 0:
        total += travel(arrays, place, u)
        if total > enough:
            break
        u = state.after[u]
    return total


@kernel
def recenter(arrays, state, width):
    """Puts every free center on the best member near it; the travel saved."""
    saved = 0.0
    for j in range(state.center.shape[0]):
        if arrays.fixed[j] != FREE or keeps_median(arrays, j) or state.size[j] == 0:
            continue
        place, cost = best_center(arrays, state, j, width)
        if cost < state.cost[j]:
            saved += state.cost[j] - cost
            state.center[j] = place
            state.cost[j] = cost
    return saved
