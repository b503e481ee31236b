"""The course of a run: first plan, annealing, bound, and annealing again from better centers."""

from collections.abc import Callable

import numpy as np

from engines.districting.bounds.lagrangean import Lagrangean
from engines.districting.certificate import checks_of
from engines.districting.construct.pieces import in_one_piece, mended
from engines.districting.construct.start import (
    assign_to,
    first_state,
    prices_from,
    with_members,
)
from engines.districting.kernels.apply import fill, recenter, value, violation
from engines.districting.kernels.arrays import FREE, Floats, Ints, State, empty_state
from engines.districting.measure import measured
from engines.districting.model import Model
from engines.districting.plan import Plan
from engines.districting.progress import Listener, Progress
from engines.districting.search.allocation import MOST_PAIRS, allocated, can_allocate
from engines.districting.search.annealing import ENOUGH, HOT, Best, Run, back_to, nothing_yet
from engines.districting.search.locations import Located, can_locate, located
from engines.districting.search.neighborhoods import Neighborhoods, can_renew
from engines.districting.stop import Clock, Stop

SHORT = 0.05  # a run of this share is joined to the last
FIRST, BOUND, LAST = 0.5, 0.65, 1.0  # shares of the run at which its phases end
WARM = (None, 0.8, 0.2)  # heats of the later runs, in turn; None: a fresh plan
LOCATE, WARMED, ALLOCATE, POLISH = 0.08, 0.2, 0.4, 0.95  # shares of the run at which these end
RESCUE = 0.8  # the same where no plan has been met so far
LOCATED = 1.0  # heat around located centers
SETS = 400
MOST_LOCATED = 100_000  # pairs of unit and territory
FEW_PAIRS = 1_500  # of which exact plans take a fraction of a second
UNTIMED_PAIRS = 600  # a run limited by steps cannot stop the solver by time
STEPS_OF_EXACT = 500  # an exact plan counts as so many proposals for each territory
STEPS_OF_RENEWAL = 200_000
SHORTEST, PATIENCE = 0.3, 0.03  # seconds, share of the run
SMALLEST_GAIN = 1e-6
MANY_UNITS = 1_500  # from which the bound's multipliers are leveled first
LEVELING, FURTHER = 14, 0.33  # rounds; what a further territory saves of a mean one's cost
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
        self.around = Neighborhoods(model.arrays, seed)
        n = model.units.count
        total = stop.steps or 0
        self.stage = max(500, min(2 * n, total // STAGES or 2 * n))

    def run(self, start: Plan | None) -> None:
        """Fills `best` and `bound`."""
        state = first_state(self.model, self.seed)
        if start is not None:
            self._take(state, start)
        elif found := self._locate(state):
            self._cool("annealing from located centers", state, WARMED, LOCATED)
            self._allocate(found)
            state = first_state(self.model, self.seed)
        self._cool("annealing", state, FIRST)
        centers = self._raise_bound()
        if centers is not None:
            self._cool("annealing from the bound", self._from_centers(centers), 0.75, 0.5)
        self._improve(state)

    def _locate(self, state: State) -> list[Located]:
        """Quick sets of centers, the best first; the state holds the best one's plan."""
        arrays = self.model.arrays
        if not can_locate(arrays) or len(arrays.labels) or len(arrays.allowed):
            return []
        self.phase = "locating centers"
        n, k = arrays.weights.shape[0], len(arrays.fixed)
        if n * k > MOST_LOCATED:
            return []

        def go_on() -> bool:
            self.clock.steps += n
            return self.clock.share() < LOCATE

        found = located(arrays, self.model.prices, self.seed, SETS, go_on)
        best = found[0]
        territory = mended(arrays, best.territory, best.center) if arrays.whole else best.territory
        fill(arrays, state, territory, with_members(arrays, territory, best.center.copy()))
        recenter(arrays, state, 0)
        return found

    def _allocate(self, found: list[Located]) -> None:
        """Location-allocation with an exact solver from one set of centers after the other.

        It pays on few large units, where shifts and swaps keep falling out of the bands (West
        Virginia's counties: 7% better).
        """
        if not self._may_allocate(FEW_PAIRS):
            return
        self.phase = "allocating exactly"
        seen: set[tuple[int, ...]] = set()
        for one in found:
            if self.clock.share() >= ALLOCATE:
                return
            self._alternate(one.center, seen)
        # Where contiguity rules most sets out, near ones are no better than others.
        random = np.random.default_rng(self.seed)
        candidates = np.flatnonzero(self.model.arrays.may_center)
        for _ in range(SETS):
            if self.best.exists or self.clock.share() >= RESCUE:
                return
            center = random.choice(candidates, len(self.model.arrays.fixed), replace=False)
            self._alternate(np.sort(center), seen)

    def _may_allocate(self, most: int) -> bool:
        arrays = self.model.arrays
        most = UNTIMED_PAIRS if self.clock.stop.seconds is None else most
        return can_allocate(arrays) and arrays.weights.shape[0] * len(arrays.fixed) <= most

    def _alternate(self, center: Ints, seen: set[tuple[int, ...]]) -> None:
        """Exact plan, best centers of its territories, exact plan, until the centers rest."""
        arrays = self.model.arrays
        state = empty_state(arrays, self.seed)
        while (key := tuple(sorted(center.tolist()))) not in seen and self.clock.share() < LAST:
            seen.add(key)
            self.clock.steps += STEPS_OF_EXACT * len(center)
            below = self.best.value * (1 - SMALLEST_GAIN)
            territory = allocated(arrays, center, below, self._patience())
            if territory is None:
                return
            fill(arrays, state, territory, with_members(arrays, territory, center.copy()))
            recenter(arrays, state, 0)
            self._keep(state)
            center = state.center.copy()

    def _patience(self) -> float:
        """Seconds for one exact plan: a small part of the run."""
        whole = self.clock.stop.seconds
        return float("inf") if whole is None else max(SHORTEST, PATIENCE * whole)

    def _keep(self, state: State) -> None:
        """Keeps the state's plan if it is the best and breaks no band."""
        found = float(value(self.model.arrays, state))
        broken = float(violation(self.model.arrays, state, self.model.prices))
        if broken <= ENOUGH and found < self.best.value:
            self.best = Best(state.territory.copy(), state.center.copy(), found)
            self.tell(found)

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
                self._polish()
                self._renew()
            turn += 1

    def _polish(self) -> None:
        """Location-allocation from the centers of the best plan, where the model is small."""
        if self.best.exists and self._may_allocate(MOST_PAIRS) and self.clock.share() < POLISH:
            self._alternate(self.best.center.copy(), set())

    def _renew(self) -> None:
        """Exact plans of a few neighboring territories, for about as long as the cooling before."""
        share, arrays = self.clock.share(), self.model.arrays
        if not self.best.exists or not can_renew(arrays):
            return
        self.phase = "renewing neighborhoods"
        until = share + (LAST - share) / 2
        state = empty_state(arrays, self.seed)
        while self.clock.share() < until and not self._close_enough():
            self.clock.steps += STEPS_OF_RENEWAL
            best = self.best
            found = self.around.renew(best.territory, best.center, self._patience())
            if found is None:
                continue
            territory, center = best.territory.copy(), best.center.copy()
            territory[found.units] = found.territory
            center[found.territories] = found.center
            fill(arrays, state, territory, center)
            recenter(arrays, state, 0)
            self._keep(state)

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
        relaxation = self._relaxation(price)
        share: Callable[[], bool] = lambda: self.clock.share() < BOUND  # noqa: E731 - one question
        found = relaxation.climb(self.best.value, ROUNDS, share)
        self.bound = max(self.bound, found.value)
        self.tell()
        return found.places if (arrays.fixed == FREE).any() else None

    def _relaxation(self, price: Floats) -> Lagrangean:
        arrays, territory = self.model.arrays, self.best.territory
        if len(price) < MANY_UNITS or (arrays.fixed != FREE).any() or len(arrays.matrix):
            return Lagrangean(arrays, price)
        size = np.maximum(np.bincount(territory, minlength=len(arrays.fixed)), 1)
        local = (np.bincount(territory, price, minlength=len(size)) / size)[territory]
        relaxation = Lagrangean(arrays, price, local)
        third = self.clock.share() + (BOUND - self.clock.share()) / 3
        relaxation.level(FURTHER, LEVELING, lambda: self.clock.share() < third)
        return relaxation

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
        """Goes on from the plan; one that keeps every constraint is the best so far."""
        units, arrays = self.model.units, self.model.arrays
        territory = np.zeros(units.count, np.int64)
        territory[units.of] = plan.territory
        if not in_one_piece(arrays, territory):
            return
        center = with_members(arrays, territory, self.model.slots(plan.center))
        fill(arrays, state, territory, center)
        recenter(arrays, state, 0)
        taken = measured(
            self.model.facts,
            self.model.sites_in(state.territory),
            self.model.places(state.center),
        )
        if all(check.holds for check in checks_of(self.model.facts, taken)):
            self.best = Best(state.territory.copy(), state.center.copy(), taken.value)
