"""One round of prices that level loads: each unit takes its cheapest center, prices follow."""

from engines.districting.kernels.compiled import kernel

FASTER, SLOWER = 1.2, 0.5


@kernel
def level(arrays, options, cost, lower, upper, q, price, step, way, load, territory):
    """Assigns every unit and moves every price once; the number of loads outside their band.

    Unit i takes the option with the least cost[i, h] + price * weight q. `price`, `step` and `way`
    (direction of the last change) belong to territories. A price rises above the upper limit, falls
    below the lower one, and returns to 0 in between, as complementary slackness asks; steps grow
    while the direction holds and halve when it turns (Riedmiller & Braun 1993), because densities,
    and so the right lengths, differ a hundredfold between city and desert.
    """
    k = price.shape[0]
    for j in range(k):
        load[j] = 0.0
    for i in range(options.shape[0]):
        w = arrays.weights[i, q]
        best, least = options[i, 0], cost[i, 0] + price[options[i, 0]] * w
        for h in range(1, options.shape[1]):
            j = options[i, h]
            total = cost[i, h] + price[j] * w
            if total < least:
                best, least = j, total
        territory[i] = best
        load[best] += w
    outside = 0
    for j in range(k):
        wanted = 0
        if load[j] > upper[j]:
            wanted = 1
            outside += 1
        elif load[j] < lower[j]:
            wanted = -1
            outside += 1
        elif price[j] > 0.0:
            wanted = -1
        elif price[j] < 0.0:
            wanted = 1
        if wanted == 0:
            continue
        step[j] *= FASTER if wanted == way[j] else SLOWER
        way[j] = wanted
        price[j] = _moved(price[j], wanted * step[j], load[j], lower[j], upper[j])
    return outside


@kernel
def _moved(price, change, load, lower, upper):
    """The price after the change; a return within the band ends at 0."""
    after = price + change
    if lower <= load <= upper and after * price < 0.0:
        return 0.0
    return after
