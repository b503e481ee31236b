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
CAUTION = 0.7


@dataclass(frozen=True, eq=False)
class Bound:
    """`value` lies below every plan; `places` are the centers the relaxation prefers."""

    value: float
    dual: Floats
    places: Ints
    rounds: int


class Lagrangean:
    """One relaxation with its lists; `climb` improves the bound as long as it is let."""

    def __init__(self, arrays: Arrays, price: Floats, local: Floats | None = None) -> None:
        """`price` (n,): what each unit costs in some good plan.

        `local` (n,), the mean price of the unit's territory there, makes lists short and the first
        multipliers level, which many units need: they cannot wait for subgradients to spread.
        """
        mean = max(float(price.mean()), 1e-12)
        self.arrays = arrays
        most = 1.5 * price + 2.5 * mean if local is None else 1.5 * local + 1.2 * mean
        self.slots: Slots = slots_of(arrays, most)
        self.dual = np.minimum((price if local is None else local) + 0.5 * mean, most)
        self.best = Bound(0.0, self.dual, self.slots.places[: len(arrays.fixed)], 0)
        n, longest = len(price), int(np.diff(self.slots.start).max(initial=1))
        self._values = np.zeros(len(self.slots.places))
        self._cover = np.zeros(n)
        self._ratio, self._item = np.zeros(longest), np.zeros(longest, np.int64)

    def level(self, share: float, rounds: int, go_on: Callable[[], bool]) -> None:
        """Moves the first multipliers so that all places are worth about the same.

        In the best dual no place is worth more than what a further territory saves, `share` of a
        mean territory's cost; where one is, the units around it are asked for less. Any multipliers
        give a valid bound; the best ones met become the first.
        """
        arrays, n = self.arrays, len(self.dual)
        around = np.column_stack([np.arange(n), arrays.near])
        units = n / len(arrays.fixed)
        place = np.full(n, np.inf)
        dual = self.dual
        saved = share * float(dual.mean()) * units
        for _ in range(rounds):
            if not go_on():
                break
            value, _, places = self._evaluate(dual)
            if value > self.best.value:
                self.best = Bound(value, dual.copy(), places, self.best.rounds)
            place[self.slots.places[self.slots.fixed :]] = self._values[self.slots.fixed :]
            worth = place[around].min(axis=1)[around].min(axis=1)
            worth = np.where(np.isfinite(worth), worth, -saved)
            dual = np.clip(dual + CAUTION * (worth + saved) / units, 0.0, self.slots.most)
        self.dual = self.best.dual

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
