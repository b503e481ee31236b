"""The price of a move before it is made."""

import numpy as np

from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.members import keeps_median
from engines.districting.kernels.travel import travel


@kernel
def cost_after(arrays, state, j, out, new):
    """Travel of territory j without unit `out` and with unit `new` (-1: none)."""
    if not keeps_median(arrays, j):
        cost = state.cost[j]
        if out >= 0:
            cost -= travel(arrays, state.center[j], out)
        if new >= 0:
            cost += travel(arrays, state.center[j], new)
        return cost
    least = np.inf
    own = travel(arrays, new, new) if new >= 0 else 0.0
    u = state.first[j]
    while u >= 0:
        if u != out:
            if new >= 0:
                own += travel(arrays, new, u)
            if arrays.may_center[u]:
                cost = state.sums[u]
                if out >= 0:
                    cost -= travel(arrays, u, out)
                if new >= 0:
                    cost += travel(arrays, u, new)
                least = min(least, cost)
        u = state.after[u]
    if new >= 0 and arrays.may_center[new]:
        least = min(least, own)
    return least


@kernel
def excess(load, lower, upper):
    """How far a load lies outside its band."""
    return max(0.0, load - upper) + max(0.0, lower - load)


@kernel
def label(arrays, unit, j):
    return arrays.labels[unit, j] if arrays.labels.shape[0] else 0.0


@kernel
def moves(arrays, unit, j):
    return arrays.moves[unit, j] if arrays.moves.shape[0] else 0.0


@kernel
def band_change(arrays, state, prices, a, b, unit, back):
    """Changes of priced violation and of the bands' part of the value when `unit` goes a -> b and `back` b -> a."""
    violation, balance = 0.0, 0.0
    for q in range(arrays.weights.shape[1]):
        w = arrays.weights[unit, q]
        if back >= 0:
            w -= arrays.weights[back, q]
        if w == 0.0:
            continue
        la, lb = state.load[a, q], state.load[b, q]
        before = excess(la, arrays.lower[a, q], arrays.upper[a, q])
        before += excess(lb, arrays.lower[b, q], arrays.upper[b, q])
        after = excess(la - w, arrays.lower[a, q], arrays.upper[a, q])
        after += excess(lb + w, arrays.lower[b, q], arrays.upper[b, q])
        violation += prices[q] * (after - before)
        balance += arrays.soft[q] * (after - before)
        if arrays.balance[q] > 0.0:
            was = abs(la - arrays.target[a, q]) + abs(lb - arrays.target[b, q])
            now = abs(la - w - arrays.target[a, q]) + abs(lb + w - arrays.target[b, q])
            balance += arrays.balance[q] * (now - was)
    return violation, balance


@kernel
def budget_change(arrays, state, price, change):
    """Change of priced violation of the disruption budget."""
    if change == 0.0 or arrays.budget == np.inf:
        return 0.0
    before = max(0.0, state.moved[0] - arrays.budget)
    return price * (max(0.0, state.moved[0] + change - arrays.budget) - before)


@kernel
def move_price(arrays, state, prices, a, b, unit, back):
    """(change of value, change of priced violation) of a shift (back = -1) or a swap.

    `prices` holds one price for each weight and, last, that of the disruption budget.
    """
    violation, value = band_change(arrays, state, prices, a, b, unit, back)
    value += label(arrays, unit, b) - label(arrays, unit, a)
    changed = moves(arrays, unit, b) - moves(arrays, unit, a)
    if back >= 0:
        value += label(arrays, back, a) - label(arrays, back, b)
        changed += moves(arrays, back, a) - moves(arrays, back, b)
    violation += budget_change(arrays, state, prices[-1], changed)
    value += cost_after(arrays, state, a, unit, back) - state.cost[a]
    value += cost_after(arrays, state, b, back, unit) - state.cost[b]
    return value, violation
