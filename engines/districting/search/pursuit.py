"""The course of a run: first plan, annealing, bound, and annealing again from better centers."""

from collections.abc import Callable

import numpy as np

from engines.districting.bounds.lagrangean import Lagrangean
from engines.districting.construct.start import assign_to, first_state, prices_from, with_members
from engines.districting.kernels.apply import fill, recenter
from engines.districting.kernels.arrays import FREE, Ints, State
from engines.districting.model import Model
from engines.districting.plan import Plan
from engines.districting.progress import Listener, Progress
from engines.districting.search.annealing import HOT, Best, Run, back_to, nothing_yet
from engines.districting.stop import Clock, Stop

SHORT = 0.05  # a run of this share is joined to the last
FIRST, BOUND, LAST = 0.45, 0.6, 1.0  # shares of the run at which its phases end
WARM = (None, 0.8, 0.2)  # heats of the later runs, in turn; None: a fresh plan
ROUNDS = 300
STAGES = 100


class Pursuit:
    """Looks for the best plan and a bound until it is stopped."""

    def __init__(self, model: Model, stop: Stop, seed: int, listener: Listener) -> None:
        self.model, self.seed, self.listener = model, seed, listener
        self.clock = Clock(stop)
        self.best: Best = nothing_yet(model)
        self.bound = 0.0
        self.phase = "start"
        n = model.units.count
        total = stop.steps or 0
        self.stage = max(500, min(2 * n, total // STAGES or 2 * n))

    def run(self, start: Plan | None) -> None:
        """Fills `best` and `bound`."""
        state = first_state(self.model, self.seed)
        if start is not None:
            self._take(state, start)
        self._cool("annealing", state, FIRST)
        centers = self._raise_bound()
        if centers is not None:
            self._cool("annealing from the bound", self._from_centers(centers), 0.75, 0.5)
        self._improve(state)

    def _improve(self, state: State) -> None:
        """Anneals in turns from a fresh plan and from the best one, until the end.

        Fresh plans matter on maps: contiguity parts good plans by walls no warm run passes.
        """
        turn = 0
        while self.clock.share() < LAST and not self._close_enough():
            share = self.clock.share()
            until = min(LAST, share + max(0.06, (LAST - share) / 3))
            until = until if LAST - until > SHORT else LAST
            heat = WARM[turn % len(WARM)]
            if heat is None or not self.best.exists:
                other = first_state(self.model, self.seed + 2 + turn, balanced=turn % 2 == 0)
                self._cool("another start", other, until)
            else:
                back_to(self.model, state, self.best)
                self._cool("improving", state, until, heat)
            turn += 1

    def complaints(self) -> list[str]:
        """What to say when there is no plan."""
        return [
            (
                "The search met no plan that keeps all hard constraints"
                f" in {self.clock.elapsed:.1f} s and {self.clock.steps} steps."
                " Maybe give it more time, or widen a band."
            )
        ]

    def tell(self, value: float | None = None) -> None:
        """Reports to the listener."""
        known = self.best.value if self.best.exists else None
        self.listener(
            Progress(self.clock.elapsed, self.clock.steps, value or known, self.bound, self.phase)
        )

    def _cool(self, phase: str, state: State, until: float, hot: float | None = None) -> None:
        self.phase = phase
        enough = self.bound / max(1.0 - self.clock.stop.gap, 1e-9)
        run = Run(self.model, HOT if hot is None else hot, report=self.tell, enough=enough)
        run.cool(state, self.best, self.clock, until, self.stage)

    def _close_enough(self) -> bool:
        gap = self.clock.stop.gap
        return self.best.exists and self.best.value - self.bound <= gap * self.best.value + 1e-9

    def _raise_bound(self) -> Ints | None:
        """Raises the bound; the centers that the relaxation prefers, where centers are free."""
        if not self.best.exists:
            return None
        self.phase = "bound"
        arrays = self.model.arrays
        price = prices_from(arrays, self.best.center[self.best.territory][:, None])[:, 0]
        if not np.isfinite(price).all():
            return None
        relaxation = Lagrangean(arrays, price)
        share: Callable[[], bool] = lambda: self.clock.share() < BOUND  # noqa: E731 - one question
        found = relaxation.climb(self.best.value, ROUNDS, share)
        self.bound = max(self.bound, found.value)
        self.tell()
        return found.places if (arrays.fixed == FREE).any() else None

    def _from_centers(self, places: Ints) -> State:
        """A state around the given free centers; fixed ones come first in `places`."""
        arrays = self.model.arrays
        state = first_state(self.model, self.seed + 1)
        if arrays.whole or len(arrays.labels) or len(arrays.allowed):
            return state
        center = arrays.fixed.copy()
        center[center == FREE] = places[(arrays.fixed != FREE).sum() :]
        territory = np.zeros(self.model.units.count, np.int64)
        assign_to(arrays, center, territory)
        center = with_members(arrays, territory, center)
        fill(arrays, state, territory, center)
        recenter(arrays, state, 8)
        return state

    def _take(self, state: State, plan: Plan) -> None:
        units, arrays = self.model.units, self.model.arrays
        territory = np.zeros(units.count, np.int64)
        territory[units.of] = plan.territory
        fill(
            arrays, state, territory, with_members(arrays, territory, self.model.slots(plan.center))
        )
        recenter(arrays, state, 0)
