"""How long searches took: counted, added up, told as percentiles."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.common import clock
from townsite.directory.models import SearchTiming
from townsite.directory.timing.queries import search_times
from townsite.directory.timing.tally import (
    STEP,
    TALLY,
    Tally,
    add_counts,
    bucket_of,
    milliseconds,
)

HOUR = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)


@given(st.floats(0.001, 100))
def test_a_bucket_ends_at_or_a_tenth_above_the_time(seconds):
    end = milliseconds(bucket_of(seconds))
    assert seconds * 1000 <= end * (1 + 1e-6)
    assert end <= seconds * 1000 * STEP * (1 + 1e-6)


def test_counts_are_handed_over_once_and_not_before_their_time():
    tally = Tally()
    tally.note(0.01, HOUR + dt.timedelta(minutes=5))
    assert tally.due() == Counter()
    assert tally.due(after_seconds=0) == {(HOUR, bucket_of(0.01)): 1}
    assert tally.due(after_seconds=0) == Counter()


@pytest.mark.usefixtures("db")
def test_processes_add_to_the_same_hour():
    fast, slow = bucket_of(0.010), bucket_of(2.0)
    for _ in range(2):
        add_counts(Counter({(HOUR, fast): 45, (HOUR, slow): 5}))
    times = search_times(at=HOUR + dt.timedelta(minutes=30), hours=24)
    assert times is not None
    assert (times.count, times.p50_ms) == (100, milliseconds(fast))
    assert times.p95_ms == milliseconds(slow)
    assert not times.is_kept
    assert search_times(at=HOUR + dt.timedelta(days=3), hours=24) is None


@pytest.mark.usefixtures("db")
def test_every_search_is_counted_and_told_on_the_page_of_jobs(signed_in):
    TALLY.due(after_seconds=0)
    client = signed_in()
    client.get("/sites/?q=hotel")
    client.get("/sites/suggest/?q=hot")
    client.get("/api/v1/sites?q=hotel")
    add_counts(TALLY.due(after_seconds=0))
    assert sum(row.count for row in SearchTiming.objects.all()) == 3
    times = search_times(at=clock.now(), hours=24)
    assert times is not None
    assert times.is_kept
    assert "95% within" in client.get("/jobs/").text
