"""The engine's brush for a stored plan, kept ready in the process so that a price takes milliseconds."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from engines import districting
from engines.districting import Objective, Problem
from engines.districting import Plan as EnginePlan
from townsite.common.errors import Invalid
from townsite.scenarios.brief import brief_of
from townsite.scenarios.instance.instance import Instance, Seat
from townsite.scenarios.instance.problem import problem_of
from townsite.scenarios.kept_plan import seats_in
from townsite.scenarios.models import Plan, Run

if TYPE_CHECKING:
    from engines.districting import Painter, Price

KEPT = 6  # brushes a process keeps; one of 2,000 sites and 60 territories takes about 5 MB


@dataclass(frozen=True, eq=False)
class Brush:
    """What pricing a move needs; holds no plan of its own between two calls."""

    instance: Instance
    seats: list[Seat]
    problem: Problem
    painter: "Painter"
    lock: Lock

    def seat(self, code: str) -> int:
        """The seat of a territory code. Raises Invalid."""
        for n, seat in enumerate(self.seats):
            if seat.code == code.strip().upper():
                return n
        raise Invalid(f"The plan has no territory {code}.", fields={"territory": ["Choose one."]})

    def sites(self, numbers: list[str]) -> list[int]:
        """Where these sites stand. Raises Invalid naming those that the plan does not hold."""
        unknown = [each for each in numbers if each not in self.instance.index]
        if unknown or not numbers:
            said = (
                f"The plan holds no site {', '.join(unknown[:5])}." if unknown else "Name a site."
            )
            raise Invalid(said, fields={"sites": [said]})
        return [self.instance.index[each] for each in numbers]


_brushes: OrderedDict[tuple[str, str, str], Brush] = OrderedDict()
_guard = Lock()


def brush_of(plan: Plan) -> Brush:
    """The brush for the plan's run, territories and weights; made once a process.

    The caller has read the plan under its own scope.
    """
    key = str(plan.run_id), json.dumps(plan.seats), json.dumps(plan.objective, sort_keys=True)
    with _guard:
        if key in _brushes:
            _brushes.move_to_end(key)
            return _brushes[key]
    brush = _made(plan)
    with _guard:
        _brushes[key] = brush
        while len(_brushes) > KEPT:
            _brushes.popitem(last=False)
    return brush


def _made(plan: Plan) -> Brush:
    run = Run.objects.get(pk=plan.run_id)
    instance, seats = Instance.from_bytes(bytes(run.input)), seats_in(plan)
    problem = problem_of(instance, brief_of(run.brief), seats, Objective(**plan.objective))
    painter = districting.Painter(problem, engine_plan(plan))
    return Brush(instance, seats, problem, painter, Lock())


def engine_plan(plan: Plan) -> EnginePlan:
    """The stored plan as the engine reads one; its figures are measured anew where they matter."""
    return EnginePlan(
        np.array(plan.territory, np.int64),
        np.array(plan.center, np.int64),
        0.0,
        {},
        np.zeros((0, 0)),
    )


@dataclass(frozen=True)
class Stroke:
    """What moving some sites changes: the value before and after, and what it breaks, in words."""

    moved: int
    before: float
    after: float
    refusals: list[str]

    @property
    def share(self) -> float:
        """Change of the value as a share of it; below 0 is better."""
        return (self.after - self.before) / self.before if self.before else 0.0

    @property
    def is_free_of_breaches(self) -> bool:
        return not self.refusals


def priced(plan: Plan, numbers: list[str], code: str) -> Stroke:
    """The price of moving these sites to the territory, one after the other; nothing is stored."""
    brush = brush_of(plan)
    sites, seat = brush.sites(numbers), brush.seat(code)
    with brush.lock:
        brush.painter.take(engine_plan(plan))
        before = brush.painter.value
        refusals = [_painted(brush, site, seat) for site in sites]
        after = brush.painter.value
    told = list(dict.fromkeys(each for each in refusals if each))
    return Stroke(len(sites), before, after, told)


def _painted(brush: Brush, site: int, seat: int) -> str:
    """Paints one site; the constraint it breaks in words, or nothing."""
    said = brush.painter.refusal(site, seat)
    price: Price = brush.painter.paint(site, seat)
    if price.is_free_of_breaches:
        return ""
    number, code = brush.instance.numbers[site], brush.seats[seat].code
    return f"Site {number} in {code} breaks {said or 'a constraint'}."
