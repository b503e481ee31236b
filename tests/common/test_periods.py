from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.common.errors import Invalid
from townsite.common.periods import between, covers, ended, since

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(MOMENTS, MOMENTS)
def test_a_period_holds_its_start_and_not_its_end(one, other):
    start, end = sorted((one, other))
    if start == end:
        with pytest.raises(Invalid):
            between(start, end)
        return
    period = between(start, end)
    assert covers(period, start)
    assert not covers(period, end)
    assert covers(period, end - timedelta(microseconds=1))


@given(MOMENTS)
def test_an_open_period_goes_on_until_it_is_ended(start):
    later = start + timedelta(days=1)
    assert covers(since(start), later)
    assert not covers(ended(since(start), at=later), later)
