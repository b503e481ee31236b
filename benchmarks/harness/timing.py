"""Times repeated calls; medians and 95th percentiles in milliseconds."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Samples:
    """Times of single calls, in milliseconds."""

    milliseconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """The smallest time that 95 of 100 calls do not exceed."""
        ordered = sorted(self.milliseconds)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def time_calls(call: Callable[[T], object], inputs: Iterable[T], *, warm_up: int = 5) -> Samples:
    """Times `call` for each input, after unmeasured calls for the first few."""
    given = list(inputs)
    for one in given[:warm_up]:
        call(one)
    times = []
    for one in given:
        start = time.perf_counter()
        call(one)
        times.append((time.perf_counter() - start) * 1000)
    return Samples(tuple(times))


def interleaved(calls: dict[str, Callable[[T], object]], inputs: Iterable[T]) -> dict[str, Samples]:
    """Times several calls in turn on each input, so that a busy moment hits them all alike."""
    given = list(inputs)
    times: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call(given[0])
    for one in given:
        for name, call in calls.items():
            start = time.perf_counter()
            call(one)
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: Samples(tuple(values)) for name, values in times.items()}


def least(
    calls: dict[str, Callable[[T], object]], inputs: Iterable[T], *, times: int
) -> dict[str, Samples]:
    """As `interleaved`, each input the least of several rounds: what it costs when nothing disturbs.

    For differences of some hundredths of a millisecond, which a single try cannot show.
    """
    given = list(inputs)
    rounds = [interleaved(calls, given) for _ in range(times)]
    return {
        name: Samples(tuple(map(min, *(each[name].milliseconds for each in rounds))))
        for name in calls
    }
