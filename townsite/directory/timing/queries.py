"""Percentiles of the times of searches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from townsite.directory.models import SearchTiming
from townsite.directory.timing.tally import milliseconds

LIMIT_MS = 1000  # p95 of a search below a second


@dataclass(frozen=True)
class SearchTimes:
    """How many searches there were, and within how many milliseconds half and 95% were done."""

    count: int
    p50_ms: float
    p95_ms: float

    @property
    def is_kept(self) -> bool:
        """Whether 95% were done within a second."""
        return self.p95_ms < LIMIT_MS


def search_times(*, at: datetime, hours: int) -> SearchTimes | None:
    """Times over so many hours up to `at`; None where nobody searched. One statement."""
    rows = SearchTiming.objects.filter(hour__gt=at - timedelta(hours=hours), hour__lte=at)
    counts: dict[int, int] = {}
    for bucket, count in rows.values_list("bucket", "count"):
        counts[bucket] = counts.get(bucket, 0) + count
    if not counts:
        return None
    return SearchTimes(sum(counts.values()), _within(counts, 0.5), _within(counts, 0.95))


def _within(counts: dict[int, int], share: float) -> float:
    """The upper end of the bucket by which this share of the searches was done."""
    wanted, seen = share * sum(counts.values()), 0
    for bucket in sorted(counts):
        seen += counts[bucket]
        if seen >= wanted:
            return milliseconds(bucket)
    raise AssertionError("a share of at most 1 is always reached")
