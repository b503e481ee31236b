"""A run of simulated annealing with prices of violation that learn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engines.districting.kernels.anneal import anneal
from engines.districting.kernels.apply import fill, violation
from engines.districting.kernels.arrays import Floats, Ints, State
from engines.districting.model import Model
from engines.districting.stop import Clock

HOT, COLD = 3.0, 0.003  # of the mean price of a unit
STAGES = 120
SWAPS = 0.5
ENOUGH = 1e-9
DEAREST = 3.0  # heats that a mean unit beyond a limit may cost
LATE, FINISH = 0.7, 300.0  # from this share of the run prices may rise, this steeply
DEARER, CHEAPER = 1.15, 0.96


@dataclass(eq=False)
class Best:
    """The best plan that keeps all bands, over units."""

    territory: Ints
    center: Ints
    value: float = float("inf")

    @property
    def exists(self) -> bool:
        return self.value < float("inf")

    def copy(self) -> "Best":
        return Best(self.territory.copy(), self.center.copy(), self.value)


def nothing_yet(model: Model) -> Best:
    n, k = model.arrays.weights.shape[0], model.facts.k
    return Best(np.zeros(n, np.int64), np.zeros(k, np.int64))


@dataclass
class Run:
    """One cooling from `hot` to `cold`, both relative to the mean price of a unit."""

    model: Model
    hot: float = HOT
    cold: float = COLD
    report: Callable[[float], None] = lambda _: None
    enough: float = 0.0  # a value that needs no improving: the bound, or near it

    def cool(self, state: State, best: Best, clock: Clock, until: float, steps: int) -> None:
        """Cools the state while `clock.share()` runs from now to `until`, at most `steps` a stage.

        The best feasible plan met on the way is left in `best`; the state is changed. Without any
        plan yet one stage is run however late it is, so that a slow start leaves some plan.
        """
        arrays, n = self.model.arrays, self.model.arrays.weights.shape[0]
        prices = self.model.prices.copy()
        unit_price = self._unit_price(state)
        start = clock.share()
        sweep = max(1, n // 4)
        learned = 0.0
        late = not best.exists
        while late or (clock.share() < until and best.value > self.enough + ENOUGH):
            now = clock.share()
            late = False
            phase = min(1.0, (now - start) / max(until - start, 1e-12))
            heat = unit_price * self.hot * (self.cold / self.hot) ** phase
            before = best.value
            *_, best.value = anneal(
                arrays, state, prices, heat, steps, SWAPS, sweep,
                best.territory, best.center, best.value,
            )  # fmt: skip
            clock.steps += steps
            self._learn(state, prices, (phase - learned) * STAGES)
            np.minimum(prices, self._highest(heat, phase), out=prices)
            learned = phase
            if best.value < before:
                self.report(best.value)
        self._descend(state, best, clock, prices, steps)

    def _descend(self, state: State, best: Best, clock: Clock, prices: Floats, steps: int) -> None:
        """One stage without heat: what is left of it may hide gains of the lighter goals."""
        before = best.value
        *_, best.value = anneal(
            self.model.arrays, state, prices, 0.0, steps, SWAPS, max(1, len(state.territory) // 4),
            best.territory, best.center, best.value,
        )  # fmt: skip
        clock.steps += steps
        if best.value < before:
            self.report(best.value)

    def _unit_price(self, state: State) -> float:
        """What a unit costs on average, in every goal that has a weight.

        Without balance and disruption in it a run that seeks them alone would be cold all along.
        """
        arrays, n = self.model.arrays, self.model.arrays.weights.shape[0]
        balance = float((arrays.balance * arrays.weights.mean(axis=0)).sum())
        labels = float(np.abs(arrays.labels).mean()) if len(arrays.labels) else 0.0
        price: float = float(state.cost.sum()) / n + balance + labels
        return max(price, 1e-12)

    def _highest(self, heat: float, phase: float) -> Floats:
        """Highest prices: a unit over the limit costs a few times what heat can pay.

        Without this limit prices outrun the cooling, and the plan freezes with its violations.
        Towards the end they may rise until everything fits.
        """
        arrays = self.model.arrays
        mean = np.maximum(arrays.weights.mean(axis=0), 1e-300)
        most = DEAREST * heat + self.model.prices[-1] * (1 + FINISH * max(0.0, phase - LATE))
        return np.append(most / mean, most)

    def _learn(self, state: State, prices: Floats, lessons: float) -> None:
        """Raises the price of what is violated, lowers that of what is kept.

        `lessons` makes a run learn alike, however many stages fit into its time: a price that
        outruns the cooling freezes the plan while it is still poor.
        """
        for q in range(len(prices)):
            alone = np.zeros_like(prices)
            alone[q] = 1.0
            violated = violation(self.model.arrays, state, alone) > 0
            prices[q] *= (DEARER if violated else CHEAPER) ** lessons
            floor = 0.02 * self.model.prices[q]
            prices[q] = min(max(prices[q], floor), 1e4 * self.model.prices[q])


def back_to(model: Model, state: State, best: Best) -> None:
    """Makes the state hold the best plan again."""
    fill(model.arrays, state, best.territory, best.center)
