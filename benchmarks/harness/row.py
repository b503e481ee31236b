from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured thing, next to what it is compared with in the same run.

    `limit` bounds the ratio where there is a baseline, else the measured value itself. `bound`
    says which side is good: "most" (at most the limit, as for times) or "least".
    """

    what: str
    measured: float
    unit: str
    baseline: float | None = None
    baseline_name: str = ""
    limit: float | None = None
    bound: str = "most"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured over baseline; None without a baseline."""
        return self.measured / self.baseline if self.baseline else None

    @property
    def is_within(self) -> bool | None:
        """Whether the limit is kept; None without a limit."""
        if self.limit is None:
            return None
        value = self.measured if self.ratio is None else self.ratio
        return value <= self.limit if self.bound == "most" else value >= self.limit
