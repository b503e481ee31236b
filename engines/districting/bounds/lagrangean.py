"""A lower bound on every plan, by Lagrangean relaxation of "each unit once".

For duals u the bound is sum u plus the best contents of the centers, each a fractional knapsack
within the capacity band (Ceselli & Righini 2005 use the same relaxation; Validi, Buchanan &
Lykhovyd 2022 for districting). Any u gives a valid bound, so the way to good ones may be rough:
subgradient steps of Polyak's length with deflected directions (Camerini, Fratta & Maffioli 1975).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engines.districting.bounds.slots import Slots, slots_of
from engines.districting.kernels.arrays import Arrays, Floats, Ints
from engines.districting.kernels.knapsack import content, contents

MARGIN = 1e-9  # relative; covers the rounding of sums of n numbers
PATIENCE = 15
SHORTEST = 1e-4


@dataclass(frozen=True, eq=False)
class Bound:
    """`value` lies below every plan; `places` are the centers the relaxation prefers."""

    value: float
    dual: Floats
    places: Ints
    rounds: int


class Lagrangean:
    """One relaxation with its lists; `climb` improves the bound as long as it is let."""

    def __init__(self, arrays: Arrays, price: Floats) -> None:
        """`price` (n,): what each unit costs in some good plan."""
        mean = max(float(price.mean()), 1e-12)
        self.arrays = arrays
        self.slots: Slots = slots_of(arrays, 1.5 * price + 2.5 * mean)
        self.dual = np.minimum(price + 0.5 * mean, self.slots.most)
        self.best = Bound(0.0, self.dual, self.slots.places[: len(arrays.fixed)], 0)
        n, longest = len(price), int(np.diff(self.slots.start).max(initial=1))
        self._values = np.zeros(len(self.slots.places))
        self._cover = np.zeros(n)
        self._ratio, self._item = np.zeros(longest), np.zeros(longest, np.int64)

    def climb(self, target: float, rounds: int, go_on: Callable[[], bool]) -> Bound:
        """The best bound after at most `rounds` steps towards `target`, a plan's value."""
        step, waited = 1.0, 0
        direction = np.zeros_like(self.dual)
        dual = self.best.dual.copy()
        for made in range(rounds):
            if not go_on() or step < SHORTEST:
                break
            value, slope, places = self._evaluate(dual)
            if value > self.best.value:
                if value > self.best.value * (1 + 1e-5):
                    waited = 0
                self.best = Bound(value, dual.copy(), places, self.best.rounds + 1)
            waited += 1
            if waited > PATIENCE:
                step, waited = step / 2, 0
                dual = self.best.dual.copy()
            direction = slope + 0.6 * direction
            norm = float(direction @ direction)
            if norm <= 0.0 or made + 1 == rounds:
                break
            length = step * max(target * 1.002 - value, 1e-6 * abs(target)) / norm
            dual = np.minimum(dual + length * direction, self.slots.most)
        return self.best

    def _evaluate(self, dual: Floats) -> tuple[float, Floats, Ints]:
        """(bound, subgradient, places chosen) for the duals."""
        s = self.slots
        contents(
            self.arrays, s.places, s.extra, s.columns, s.items, s.start, s.weight, s.lower,
            s.upper, dual, self._ratio, self._item, self._cover[:0], self._values,
        )  # fmt: skip
        served = np.arange(s.fixed)
        if s.chosen:
            others = self._values[s.fixed :]
            best = np.argpartition(others, s.chosen - 1)[: s.chosen]
            served = np.concatenate([served, s.fixed + best])
        terms = np.concatenate([dual, self._values[served]])
        value = float(terms.sum()) - MARGIN * float(np.abs(terms).sum())
        self._cover[:] = 0.0
        for slot in served:
            content(
                self.arrays, s.places[slot], s.extra, s.columns[slot], s.items, s.start[slot],
                s.start[slot + 1], s.weight, s.lower[slot], s.upper[slot], dual, self._ratio,
                self._item, self._cover,
            )  # fmt: skip
        return value, 1.0 - self._cover, s.places[served]
