import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.common.errors import Invalid
from townsite.common.money import cents_label, to_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("$1,234.50", 123_450), ("1250000", 125_000_000), (" 0 ", 0), ("-3.1", -310)],
)
def test_amounts_are_read_as_people_write_them(text, cents):
    assert to_cents(text) == cents


@pytest.mark.parametrize("text", ["", "twelve", "1.2.3", "NaN", "Infinity", "$"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Invalid, match="amount"):
        to_cents(text)


@given(st.integers(-(10**14), 10**14))
def test_whole_cents_survive_being_written_and_read(cents):
    assert to_cents(f"{cents / 100:.2f}") == cents


@pytest.mark.parametrize(
    ("cents", "label"), [(95_000, "$950"), (7_100_000, "$71k"), (125_000_000, "$1.25M")]
)
def test_amounts_are_shown_for_scanning(cents, label):
    assert cents_label(cents) == label
