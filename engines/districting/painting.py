"""Painting by hand: what one moved site would change, and improving around it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from engines.districting.certificate import Certificate, Check, checks_of
from engines.districting.construct.start import with_members
from engines.districting.facts import Facts
from engines.districting.fingerprint import input_hash
from engines.districting.kernels.apply import apply_move, fill, recenter, value
from engines.districting.kernels.arrays import empty_state
from engines.districting.kernels.permitted import permitted
from engines.districting.kernels.price import move_price
from engines.districting.measure import measured
from engines.districting.plan import Plan
from engines.districting.problem import Problem
from engines.districting.refusal import refusal
from engines.districting.solving import Solution, model_of, solve
from engines.districting.stop import Stop

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Price:
    """What a move changes: the value, and whether hard constraints hold better or worse after it.

    `violation` above 0 breaks bands or the budget further, below 0 mends them; `permitted` is
    false when the move breaks a lock, a pair, eligibility or contiguity.
    """

    value: float
    violation: float
    permitted: bool

    @property
    def is_free_of_breaches(self) -> bool:
        return self.permitted and self.violation <= TOLERANCE


class Painter:
    """A plan under the brush. Prices keep centers fixed where territories are large."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        """Raises BadInput or Infeasible for the problem."""
        self._model = model_of(problem)
        self._state = empty_state(self._model.arrays, 0)
        self.take(plan)

    def price(self, site: int, territory: int) -> Price:
        """The price of moving the site, with those it must stay together with."""
        unit, a = self._unit(site)
        if a == territory:
            return Price(0.0, 0.0, permitted=True)
        arrays, state = self._model.arrays, self._state
        value, violation = move_price(arrays, state, self._model.prices, a, territory, unit, -1)
        return Price(value, violation, bool(permitted(arrays, state, a, territory, unit, -1)))

    def refusal(self, site: int, territory: int) -> str:
        """The constraint that moving the site there would break; empty for none."""
        unit, a = self._unit(site)
        if a == territory:
            return ""
        return refusal(self._model, self._state, unit, a, territory)

    def paint(self, site: int, territory: int) -> Price:
        """Moves the site whatever it breaks, as a hand may, and gives the price."""
        price = self.price(site, territory)
        unit, a = self._unit(site)
        if a != territory:
            apply_move(self._model.arrays, self._state, a, territory, unit, -1)
        return price

    def take(self, plan: Plan) -> None:
        """Puts another plan of the same problem under the brush, free centers at their best."""
        units = self._model.units
        territory = np.zeros(units.count, np.int64)
        territory[units.of] = plan.territory
        arrays = self._model.arrays
        center = with_members(arrays, territory, self._model.slots(plan.center))
        fill(arrays, self._state, territory, center)
        recenter(arrays, self._state, 0)

    @property
    def value(self) -> float:
        """The objective of the plan now."""
        return float(value(self._model.arrays, self._state))

    @property
    def facts(self) -> Facts:
        """The problem as arrays."""
        return self._model.facts

    @property
    def plan(self) -> Plan:
        """The plan now, measured from the problem alone."""
        center = self._model.places(self._state.center)
        return measured(self.facts, self.territory, center.copy())

    def checks(self) -> tuple[Check, ...]:
        """Every hard constraint of the plan now."""
        return checks_of(self.facts, self.plan)

    @property
    def territory(self) -> np.ndarray:
        """(n,) the territory of each site now."""
        return self._model.sites_in(self._state.territory).copy()

    def _unit(self, site: int) -> tuple[int, int]:
        unit = int(self._model.units.of[site])
        return unit, int(self._state.territory[unit])


def improve(
    problem: Problem, plan: Plan, focus: Collection[int], *, stop: Stop | None = None, seed: int = 0
) -> Solution:
    """The plan made better by moves among the territories in focus only.

    The certificate's bound is 0: a bound of the focus alone proves nothing about the whole.
    Raises what `solve` raises.
    """
    held = {
        site: int(territory)
        for site, territory in enumerate(plan.territory)
        if int(territory) not in focus
    }
    centers = [
        given if given is not None or j in focus else int(plan.center[j])
        for j, given in enumerate(problem.centers or [None] * problem.territories)
    ]
    around = replace(problem, locks={**problem.locks, **held}, centers=centers)
    solution = solve(around, stop=stop, seed=seed, start=plan)
    whole: Certificate = replace(
        solution.certificate, bound=0.0, input_hash=input_hash(model_of(problem).facts)
    )
    return replace(solution, certificate=whole)
