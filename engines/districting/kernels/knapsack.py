"""The subproblem of the Lagrangean bound: the best content of one center."""

from engines.districting.kernels.compiled import kernel
from engines.districting.kernels.travel import travel


@kernel
def sift(ratio, item, i, size):
    """Restores the heap of least ratios from position i downwards."""
    while True:
        child = 2 * i + 1
        if child >= size:
            return
        if child + 1 < size and ratio[child + 1] < ratio[child]:
            child += 1
        if ratio[i] <= ratio[child]:
            return
        ratio[i], ratio[child] = ratio[child], ratio[i]
        item[i], item[child] = item[child], item[i]
        i = child


@kernel
def content(
    arrays, place, extra, column, items, first, last, q, lower, upper, dual, ratio, item, cover
):
    """Least sum of (price - dual) x over 0 <= x <= 1 with lower <= weight q of x <= upper.

    `items[first:last]` may be taken; all others have a price of at least their dual, and so enter
    only to reach `lower`, for which zero is a valid estimate. `extra[i, column]` is added to the
    price (column -1: nothing). With `cover` of length n the solution x is added to it. The
    fractional solution by ratio is exact (Dantzig 1957).
    """
    total, load, size = 0.0, 0.0, 0
    keep = cover.shape[0] > 0
    for e in range(first, last):
        i = items[e]
        r = travel(arrays, place, i) - dual[i]
        if column >= 0:
            r += extra[i, column]
        w = arrays.weights[i, q]
        if w <= 0.0:
            if r < 0.0:
                total += r
                if keep:
                    cover[i] += 1.0
            continue
        if r < 0.0 or lower > 0.0:
            ratio[size] = r / w
            item[size] = i
            size += 1
    for i in range(size // 2 - 1, -1, -1):
        sift(ratio, item, i, size)
    while size > 0:
        if ratio[0] >= 0.0 and load >= lower:
            break
        i, r = item[0], ratio[0]
        w = arrays.weights[i, q]
        most = upper if r < 0.0 else lower
        part = min(1.0, (most - load) / w)
        if part <= 0.0:
            break
        total += part * r * w
        load += part * w
        if keep:
            cover[i] += part
        size -= 1
        ratio[0], item[0] = ratio[size], item[size]
        sift(ratio, item, 0, size)
    return total


@kernel
def contents(
    arrays, places, extra, columns, items, start, q, lower, upper, dual, ratio, item, none, values
):
    """`values[s]`: best content of slot s."""
    for s in range(places.shape[0]):
        values[s] = content(
            arrays, places[s], extra, columns[s], items, start[s], start[s + 1], q,
            lower[s], upper[s], dual, ratio, item, none,
        )  # fmt: skip
