"""Sets of centers worth a closer look: many quick runs of Lloyd's method under leveling prices."""

from collections.abc import Callable
from dataclasses import dataclass

from engines.districting.construct.bisect import bisected
from engines.districting.construct.leveled import leveled
from engines.districting.construct.start import spread_centers, with_members
from engines.districting.kernels.apply import fill, recenter, value, violation
from engines.districting.kernels.arrays import FREE, Arrays, Floats, Ints, State, empty_state

CYCLES = 12
SEVERE = 10.0  # how much dearer a violation is than in the search: these plans cannot mend it


@dataclass(frozen=True, eq=False)
class Located:
    """Centers with the plan that prices gave them; a low score is good."""

    score: float
    center: Ints
    territory: Ints


def can_locate(arrays: Arrays) -> bool:
    """Whether all centers are free, points are known, and annealing alone would not do as well.

    It does where territories are small and nothing ties their members but distance.
    """
    free = bool(len(arrays.points)) and bool((arrays.fixed == FREE).all())
    return free and (arrays.whole or not arrays.medians)


def located(
    arrays: Arrays, prices: Floats, seed: int, most: int, go_on: Callable[[], bool]
) -> list[Located]:
    """The best of at most `most` runs while `go_on`, each set of centers once, the best first."""
    state = empty_state(arrays, seed)
    found: dict[tuple[int, ...], Located] = {}
    for turn in range(most):
        if turn and not go_on():
            break
        one = _settled(arrays, state, prices, _first(arrays, state, seed + turn, turn))
        key = tuple(sorted(one.center.tolist()))
        if key not in found or one.score < found[key].score:
            found[key] = one
    return sorted(found.values(), key=lambda one: one.score)


def _first(arrays: Arrays, state: State, seed: int, turn: int) -> Ints:
    """Centers of equal parts of the map, or seeds far from each other, in turns."""
    if turn % 2:
        return spread_centers(arrays, state)
    territory = bisected(arrays, len(arrays.fixed), seed)
    fill(arrays, state, territory, with_members(arrays, territory, arrays.fixed.copy()))
    recenter(arrays, state, 0)
    return state.center.copy()


def _settled(arrays: Arrays, state: State, prices: Floats, center: Ints) -> Located:
    """Prices and best members in turns until the centers rest."""
    best, level = None, None
    for _ in range(CYCLES):
        territory, level = leveled(arrays, center, level)
        fill(arrays, state, territory, with_members(arrays, territory, center.copy()))
        recenter(arrays, state, 0)
        score = value(arrays, state) + SEVERE * violation(arrays, state, prices)
        if best is None or score < best.score:
            best = Located(score, state.center.copy(), state.territory.copy())
        if (state.center == center).all():
            break
        center = state.center.copy()
    assert best is not None  # noqa: S101 - one cycle is always made
    return best
