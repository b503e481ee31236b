"""Moments that addresses ask about."""

from datetime import UTC, datetime

import pytest

from townsite.common.as_of import as_of_moment
from townsite.common.errors import Invalid


def test_a_moment_of_any_offset_is_the_same_moment_in_utc():
    assert as_of_moment("2026-03-31T12:00:00-22:59") == datetime(2026, 4, 1, 10, 59, tzinfo=UTC)
    assert as_of_moment("2026-03-31T12:00:00-22:59").utcoffset().total_seconds() == 0


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:00:00-10:00", "soon"])
def test_a_moment_beyond_the_calendar_is_refused_with_a_way_out(text):
    with pytest.raises(Invalid, match="Write"):
        as_of_moment(text)
