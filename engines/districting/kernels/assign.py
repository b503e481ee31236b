"""Assignment to given centers by regret, within capacity."""

import numpy as np

from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.draw import uniform
from engines.districting.kernels.price import label
from engines.districting.kernels.travel import travel


@kernel
def room(arrays, load, unit, j):
    for q in range(arrays.weights.shape[1]):
        if load[j, q] + arrays.weights[unit, q] > arrays.upper[j, q]:
            return False
    return True


@kernel
def assign_near(arrays, center, options, order, territory, load):
    """Fills `territory`: each unit, in `order`, takes the best of its options that has room.

    `options` (n, h) lists territories to try. Who finds no room takes the option it overfills
    least; the search repairs that.
    """
    for j in range(load.shape[0]):
        for q in range(load.shape[1]):
            load[j, q] = 0.0
    for unit in order:
        best, least = -1, np.inf
        spare, slack = -1, np.inf
        for h in range(options.shape[1]):
            j = options[unit, h]
            if arrays.allowed.shape[0] and not arrays.allowed[unit, j]:
                continue
            cost = travel(arrays, center[j], unit) + label(arrays, unit, j)
            if cost < least and room(arrays, load, unit, j):
                best, least = j, cost
            over = load[j, 0] + arrays.weights[unit, 0] - arrays.upper[j, 0]
            if over < slack:
                spare, slack = j, over
        j = best if best >= 0 else spare
        if j < 0:
            j = _anywhere(arrays, unit)
        territory[unit] = j
        for q in range(load.shape[1]):
            load[j, q] += arrays.weights[unit, q]


@kernel
def _anywhere(arrays, unit):
    if arrays.allowed.shape[0]:
        for j in range(arrays.fixed.shape[0]):
            if arrays.allowed[unit, j]:
                return j
    return 0


@kernel
def spread_seeds(arrays, k, random, chosen, least):
    """K units by the rule of k-means++ (Arthur & Vassilvitskii 2007) on weighted travel."""
    n = arrays.weights.shape[0]
    for i in range(n):
        least[i] = np.inf
    for s in range(k):
        if s == 0:
            total = 0.0
            for i in range(n):
                total += 1.0 if arrays.may_center[i] else 0.0
        else:
            total = 0.0
            for i in range(n):
                if arrays.may_center[i]:
                    total += least[i]
        threshold = uniform(random) * total
        pick = -1
        for i in range(n):
            if not arrays.may_center[i] or (s > 0 and least[i] <= 0.0):
                continue
            pick = i
            threshold -= 1.0 if s == 0 else least[i]
            if threshold <= 0.0:
                break
        if pick < 0:
            for i in range(n):
                if arrays.may_center[i] and least[i] >= 0.0:
                    pick = i
                    least[i] = -1.0
                    break
        chosen[s] = pick
        for i in range(n):
            cost = travel(arrays, pick, i)
            least[i] = min(least[i], cost)
        least[pick] = -1.0
