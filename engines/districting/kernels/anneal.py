"""Simulated annealing over shifts and swaps at one temperature."""

import math

from engines.districting.kernels.apply import apply_move, recenter, value, violation
from engines.districting.kernels.compiled import copy_into, kernel
from engines.districting.kernels.draw import below, uniform
from engines.districting.kernels.permitted import permitted
from engines.districting.kernels.price import move_price

TINY = 1e-9


@kernel
def proposal(arrays, state, swaps):
    """(unit, its territory, other territory, unit that comes back or -1); unit -1 for none."""
    n = state.territory.shape[0]
    unit = below(state.random, n)
    a = state.territory[unit]
    other = arrays.near[unit, below(state.random, arrays.near.shape[1])]
    b = state.territory[other]
    if a == b:
        return -1, a, b, -1
    if uniform(state.random) >= swaps:
        return unit, a, b, -1
    if uniform(state.random) < 0.5:
        second = arrays.near[other, below(state.random, arrays.near.shape[1])]
        if state.territory[second] == b:
            other = second
    return unit, a, b, other


@kernel
def anneal(arrays, state, prices, temperature, steps, swaps, sweep, best, centers, least):
    """Runs `steps` proposals; (value, priced violation, accepted, least value of a feasible plan).

    A feasible plan better than `least` is written to `best` and `centers`. It is looked for every
    `sweep` steps at most, and centers are renewed as often, because both cost time in n.
    """
    now, wrong = value(arrays, state), violation(arrays, state, prices)
    accepted, looked, renewed = 0, 0, 0
    for step in range(steps):
        if step - renewed >= sweep * 8:
            now -= recenter(arrays, state, 8)
            renewed = step
        if now < least - TINY * abs(now) and wrong <= TINY and step - looked >= sweep:
            least, looked = now, step
            copy_into(best, state.territory)
            copy_into(centers, state.center)
        unit, a, b, back = proposal(arrays, state, swaps)
        if unit < 0:
            continue
        gain, worse = move_price(arrays, state, prices, a, b, unit, back)
        change = gain + worse
        if change > 0.0 and (
            temperature <= 0.0 or uniform(state.random) >= math.exp(-change / temperature)
        ):
            continue
        if not permitted(arrays, state, a, b, unit, back):
            continue
        apply_move(arrays, state, a, b, unit, back)
        now += gain
        wrong += worse
        accepted += 1
    recenter(arrays, state, 8)
    now, wrong = value(arrays, state), violation(arrays, state, prices)
    if now < least - TINY * abs(now) and wrong <= TINY:
        least = now
        copy_into(best, state.territory)
        copy_into(centers, state.center)
    return now, wrong, accepted, least
