"""One solved instance, as a benchmark tells it."""

import time
from dataclasses import dataclass

from benchmarks.harness.row import Row
from engines.districting import Certificate, DistrictingError, Problem, Stop, solve

SEED = 1
REFUSAL = 120  # letters shown of it


@dataclass(frozen=True)
class Outcome:
    """A plan's value and proven gap after so many seconds, or why there is none."""

    value: float
    gap: float  # percent of the value
    note: str

    def above(self, reference: float) -> float:
        """Percent above the reference; not a number without a plan."""
        return 100 * (self.value / reference - 1)


def outcome(problem: Problem, seconds: float) -> Outcome:
    """Solves with seed 1; CPU seconds are told because a busy machine gives fewer."""
    began = time.process_time()
    try:
        certificate: Certificate = solve(problem, stop=Stop(seconds=seconds), seed=SEED).certificate
    except DistrictingError as refusal:
        return Outcome(float("nan"), float("nan"), str(refusal)[:REFUSAL])
    spent = time.process_time() - began
    note = f"{certificate.sentence()}, {seconds:.0f} s, of them {spent:.0f} s CPU"
    return Outcome(certificate.value, 100 * certificate.gap, note)


def above(title: str, found: Outcome, reference: float, limit: float | None) -> Row:
    """The row of an instance with a reference; without a plan no limit is kept."""
    return Row(title, found.above(reference), "%", limit=limit, note=found.note)
