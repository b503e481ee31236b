"""Counting the times of searches in this process, and adding them to the database now and then."""

import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from townsite.common import clock

STEP = 1.1  # a bucket's upper end over its lower: percentiles are told 10% too high at most
FLUSH_SECONDS = 10
Key = tuple[datetime, int]
_ADD = """
INSERT INTO directory_searchtiming (hour, bucket, count)
SELECT * FROM unnest(%s::timestamptz[], %s::smallint[], %s::integer[]) AS t(hour, bucket, count)
ORDER BY hour, bucket
ON CONFLICT (hour, bucket) DO UPDATE SET count = directory_searchtiming.count + excluded.count
"""


def bucket_of(seconds: float) -> int:
    """The bucket of a time: its upper end is `STEP` to this power, in milliseconds; 0 up to 1 ms."""
    return max(0, math.ceil(math.log(max(seconds * 1000, 1), STEP) - 1e-9))


def milliseconds(bucket: int) -> float:
    """The upper end of a bucket."""
    return float(STEP**bucket)


class Tally:
    """Times of this process that the database does not have yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Key] = Counter()
        self._kept_at = time.monotonic()

    def note(self, seconds: float, at: datetime) -> None:
        """Counts one search that took so long."""
        with self._lock:
            self._counts[at.replace(minute=0, second=0, microsecond=0), bucket_of(seconds)] += 1

    def due(self, *, after_seconds: float = FLUSH_SECONDS) -> Counter[Key]:
        """What is to be kept now, once for each wait; nothing before its time."""
        with self._lock:
            if time.monotonic() - self._kept_at < after_seconds:
                return Counter()
            taken, self._counts = self._counts, Counter()
            self._kept_at = time.monotonic()
            return taken


TALLY = Tally()


@contextmanager
def timed_search() -> Iterator[None]:
    """Counts how long the search inside took; one in ten seconds adds the counts to the database.

    What a process has counted since is lost when it ends. A search that raises is not counted.
    """
    began = time.perf_counter()
    yield
    TALLY.note(time.perf_counter() - began, clock.now())
    if counts := TALLY.due():
        add_counts(counts)


def add_counts(counts: Counter[Key]) -> None:
    """Adds to what is stored; two processes may do so at once."""
    rows = [(hour, bucket, count) for (hour, bucket), count in counts.items()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])
