"""What a run tells on its way."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """Best value so far (None before the first plan), proven bound, and what was spent."""

    seconds: float
    steps: int
    value: float | None
    bound: float
    phase: str

    @property
    def gap(self) -> float | None:
        """Share of the value by which the plan can be improved at most."""
        if self.value is None or self.value <= 0:
            return None
        return max(0.0, (self.value - self.bound) / self.value)


Listener = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Listens to nothing."""
