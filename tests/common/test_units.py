import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.common.units import distance_label, from_metres, to_metres


@given(st.floats(0, 1e7), st.sampled_from(["mi", "km", "m"]))
def test_distances_survive_the_round_trip(amount, unit):
    assert from_metres(to_metres(amount, unit), unit) == pytest.approx(amount)


def test_a_mile_is_the_international_mile():
    assert to_metres(1, "mi") == 1609.344


@pytest.mark.parametrize(("metres", "label"), [(643.7376, "0.4 mi"), (160_934.4, "100 mi")])
def test_labels_read_well(metres, label):
    assert distance_label(metres, "mi") == label
