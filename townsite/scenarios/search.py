"""Looking for the front of a scenario, number of territories by number of territories."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engines import districting
from engines.districting import Infeasible, NoPlanFound, Progress, Stop
from townsite.jobs.progress import Progress as JobProgress
from townsite.scenarios.brief import Brief
from townsite.scenarios.choices import Effort
from townsite.scenarios.errors import CannotBeSolved
from townsite.scenarios.instance.instance import Instance, Seat
from townsite.scenarios.instance.problem import problem_of
from townsite.scenarios.instance.seats import seats_of

if TYPE_CHECKING:
    from engines.districting import FrontPlan

# Proposed moves a site and plan: measured on the demo's East region (docs/domain/scenarios.md).
STEPS_A_SITE = {Effort.QUICK: 400, Effort.STANDARD: 2_000, Effort.THOROUGH: 10_000}
FEWEST_STEPS = 20_000
TRIES_A_PLAN = 2  # the front tries twice as many weights as plans are wanted
LOOK_EVERY_SECONDS = 0.5
POINTS = 300


@dataclass(frozen=True, eq=False)
class Found:
    """A plan of the front with the seats that it fills."""

    front: "FrontPlan"
    seats: list[Seat]


class Search:
    """One run: `trace` is what the chart shows, `problems` why a number of territories failed."""

    def __init__(
        self,
        instance: Instance,
        brief: Brief,
        progress: JobProgress,
        is_stop_asked: Callable[[], bool],
        seconds: float | None = None,
    ) -> None:
        self.instance, self.brief, self.progress = instance, brief, progress
        self.seconds = seconds
        self.trace: list[list[Any]] = []
        self.problems: list[str] = []
        self.was_stopped = False
        self.plans = 0
        self._is_stop_asked = is_stop_asked
        self._began = self._looked = time.monotonic()
        self._tries = 0
        self._steps = 0

    def run(self) -> list[Found]:
        """The plans of all numbers of territories.

        Raises CannotBeSolved, Infeasible or NoPlanFound when no number has a plan.
        """
        tries = TRIES_A_PLAN * self.brief.plans * len(self.brief.numbers)
        self.progress.expect(tries, f"Looking for plans of {len(self.instance)} sites")
        found: list[Found] = []
        for count in self.brief.numbers:
            if found and self.was_stopped:
                break
            found += self._of(count, last=count == self.brief.numbers[-1] and not found)
        return found

    def _of(self, count: int | None, *, last: bool) -> list[Found]:
        """The front for one number; a refusal counts only when no other number has a plan."""
        try:
            seats = seats_of(self.instance, self.brief, count)
            return [Found(each, seats) for each in self._front(seats)]
        except (CannotBeSolved, Infeasible, NoPlanFound) as refusal:
            if last:
                raise
            said = getattr(refusal, "problems", None) or [str(refusal)]
            self.problems += [f"{count} territories: {each}" for each in said]
            return []

    def _front(self, seats: list[Seat]) -> "list[FrontPlan]":
        return districting.front(
            problem_of(self.instance, self.brief, seats),
            goals=tuple(goal.value for goal in self.brief.goals),
            plans=self.brief.plans,
            stop=self._stop(),
            seed=self.brief.seed,
            found=self._found,
            listener=self._heard,
        )

    def _stop(self) -> Stop:
        """The steps of all tries; they alone decide when no time is given, so a run repeats."""
        each = max(FEWEST_STEPS, STEPS_A_SITE[self.brief.effort] * len(self.instance))
        seconds = None if self.seconds is None else self.seconds / len(self.brief.numbers)
        return Stop(
            seconds=seconds, steps=each * TRIES_A_PLAN * self.brief.plans, wished=self._wished
        )

    def _wished(self) -> bool:
        """Whether somebody asked to stop; asks the database twice a second. Raises JobCancelled."""
        now = time.monotonic()
        if now - self._looked >= LOOK_EVERY_SECONDS:
            self._looked = now
            self.progress.raise_if_cancelled()
            self.was_stopped = self.was_stopped or self._is_stop_asked()
        return self.was_stopped

    def _found(self, plan: "FrontPlan") -> None:
        self.plans += 1

    def _heard(self, heard: Progress) -> None:
        """Puts a point on the chart: seconds, value, bound, gap, which try."""
        if heard.steps < self._steps or not self._tries:
            self._tries += 1
            self.progress.advance(1, f"Plan {self._tries}, {self.plans} on the front so far")
        self._steps = heard.steps
        seconds = round(time.monotonic() - self._began, 2)
        if self.trace and seconds - self.trace[-1][0] < LOOK_EVERY_SECONDS / 2:
            return
        self.trace.append([seconds, heard.value, heard.bound, heard.gap, self._tries])
        self.trace = self.trace[-POINTS:]
        self.progress.show(
            {
                "seconds": seconds,
                "value": heard.value,
                "bound": heard.bound,
                "gap": heard.gap,
                "phase": heard.phase,
                "plans": self.plans,
                "points": self.trace[-60:],
            }
        )
