"""When to stop: time, steps, gap or the caller's wish."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stop:
    """Limits of a run. With `steps` and no `seconds` the same seed gives the same plan."""

    seconds: float | None = 60.0
    steps: int | None = None  # proposals of the local search
    gap: float = 0.0  # stop once within this share of the proven bound
    wished: Callable[[], bool] = field(default=lambda: False)


class Clock:
    """Time and steps spent, as a share of what is allowed."""

    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        self.began = time.perf_counter()
        self.steps = 0

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.began

    def share(self) -> float:
        """Spent share of the tighter limit, 0 to 1."""
        shares = [1.0 if self.stop.wished() else 0.0]
        if self.stop.steps is not None:
            shares.append(self.steps / max(self.stop.steps, 1))
        if self.stop.seconds is not None:
            shares.append(self.elapsed / max(self.stop.seconds, 1e-9))
        return min(1.0, max(shares))

    def left(self) -> float:
        """Seconds left, infinite when only steps bind."""
        if self.stop.seconds is None:
            return float("inf")
        return max(0.0, self.stop.seconds - self.elapsed)
