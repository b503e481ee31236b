"""A first plan: centers spread out, units assigned to near centers with room, or grown."""

import numpy as np

from engines.districting.construct.bisect import bisected
from engines.districting.construct.grow import grown
from engines.districting.construct.pieces import in_one_piece
from engines.districting.kernels.apply import fill, recenter
from engines.districting.kernels.arrays import FREE, Arrays, Ints, State, empty_state
from engines.districting.kernels.assign import assign_near, spread_seeds
from engines.districting.model import Model

OPTIONS = 12
ROUNDS = 6
EVERY_MEMBER = 5000  # units up to which all members are tried as centers


def first_state(model: Model, seed: int, *, balanced: bool = True) -> State:
    """A state with every unit in a territory it may be in; bands may still be violated.

    `balanced` cuts the map into equal loads where all centers are free and points are known;
    otherwise seeds far from each other attract what has room. A complete plan of today is the start
    where the number of moves is limited, unless contiguity binds and today's territories lack it:
    the search never mends a territory in pieces.
    """
    arrays = model.arrays
    state = empty_state(arrays, seed)
    today = _today(model)
    if today is not None and np.isfinite(arrays.budget) and in_one_piece(arrays, today):
        fill(arrays, state, today, _centers_of(arrays, today))
        recenter(arrays, state, 0)
        return state
    territory = np.zeros(arrays.weights.shape[0], np.int64)
    if balanced and len(arrays.points) and (arrays.fixed == FREE).all():
        territory = bisected(arrays, len(arrays.fixed), seed)
        center = with_members(arrays, territory, arrays.fixed.copy())
        fill(arrays, state, territory, center)
        recenter(arrays, state, 0 if len(territory) <= EVERY_MEMBER else 12)
        if not arrays.whole and not len(arrays.allowed) and not len(arrays.apart):
            return state
        center = state.center.copy()
    else:
        center = spread_centers(arrays, state)
    for _ in range(ROUNDS):
        if arrays.whole:
            territory = grown(arrays, center)
        else:
            assign_to(arrays, center, territory)
        center = with_members(arrays, territory, center)
        fill(arrays, state, territory, center)
        recenter(arrays, state, 0 if len(territory) <= EVERY_MEMBER else 12)
        if (state.center == center).all():
            break
        center = state.center.copy()
    return state


def spread_centers(arrays: Arrays, state: State) -> Ints:
    """Fixed centers and, for the others, seeds far from each other."""
    center = arrays.fixed.copy()
    free = np.flatnonzero(center == FREE)
    if len(free):
        chosen = np.zeros(len(free), np.int64)
        spread_seeds(arrays, len(free), state.random, chosen, np.empty(arrays.weights.shape[0]))
        center[free] = chosen
    return center


def assign_to(arrays: Arrays, center: Ints, territory: Ints) -> None:
    """Assigns by regret: who loses most by the second best center chooses first."""
    h = min(OPTIONS, len(center))
    options, cost = nearest_centers(arrays, center, h)
    regret = cost[:, min(1, h - 1)] - cost[:, 0]
    heavy = arrays.weights[:, 0] / max(arrays.weights[:, 0].max(), 1e-300)
    order = np.argsort(-(regret * (0.5 + heavy)), kind="stable")
    own = center[center < len(territory)]
    order = np.concatenate([own, order[~np.isin(order, own)]])
    assign_near(arrays, center, options, order, territory, np.zeros_like(arrays.upper))


def nearest_centers(arrays: Arrays, center: Ints, h: int) -> tuple[Ints, np.ndarray]:
    """(n, h) cheapest centers of each unit, with their prices."""
    n, k = arrays.weights.shape[0], len(center)
    if not len(arrays.matrix) and k > 4 * h:
        from scipy.spatial import cKDTree  # noqa: PLC0415 - only large plans search a tree

        _, found = cKDTree(arrays.points[center]).query(arrays.points[:n], k=h)
        found = found.reshape(n, h).astype(np.int64)
        return found, prices_from(arrays, center[found])
    every = np.tile(np.arange(k), (n, 1))
    cost = prices_from(arrays, center[every])
    order = np.argsort(cost, axis=1, kind="stable")[:, :h]
    return order, np.take_along_axis(cost, order, axis=1)


def prices_from(arrays: Arrays, place: Ints) -> np.ndarray:
    """(n, h) prices of serving unit i from place[i, h]."""
    from engines.districting.kernels.table import price_table  # noqa: PLC0415 - compiled apart

    out = np.empty(place.shape)
    price_table(arrays, place, out)
    return out


def with_members(arrays: Arrays, territory: Ints, center: Ints) -> Ints:
    """Gives a territory that lost its center, or got nobody, a member of its own."""
    k = len(center)
    size = np.bincount(territory, minlength=k)
    for j in np.flatnonzero(arrays.fixed == FREE):
        if center[j] >= 0 and territory[center[j]] == j:
            continue
        if size[j] == 0:
            giver = int(size.argmax())
            unit = int(np.flatnonzero(territory == giver)[-1])
            territory[unit] = j
            size[giver] -= 1
            size[j] += 1
        members = np.flatnonzero((territory == j) & arrays.may_center)
        center[j] = members[0] if len(members) else np.flatnonzero(territory == j)[0]
    return center


def _centers_of(arrays: Arrays, territory: Ints) -> Ints:
    return with_members(arrays, territory, arrays.fixed.copy())


def _today(model: Model) -> Ints | None:
    """The present plan over units when every site has a territory it may be in."""
    current = model.facts.current
    if (current < 0).any():
        return None
    territory = np.zeros(model.units.count, np.int64)
    territory[model.units.of] = current
    allowed = model.arrays.allowed
    if len(allowed):
        wrong = ~allowed[np.arange(len(territory)), territory]
        territory[wrong] = allowed[wrong].argmax(axis=1)
    return territory
