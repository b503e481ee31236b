"""Each type accepts what fits, refuses the rest with the value and the way out."""

import pytest

from townsite.policies.errors import PolicyValueInvalid
from townsite.policies.value_types import (
    Amounts,
    Choices,
    Flag,
    Ladder,
    Number,
    OneOf,
    Pattern,
    Shares,
)

PERCENT = Number(0, 100)


@pytest.mark.parametrize(("text", "value"), [("85", 85), (" 1,234.5 ", 1234.5), ("0", 0)])
def test_a_number_is_read_as_people_write_it(text, value):
    assert Number(0, 5_000).parse({"": text}) == value


@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "-1", "101", "1e999"])
def test_a_number_out_of_bounds_or_no_number_is_refused(text):
    with pytest.raises(PolicyValueInvalid, match="Give a number from 0 to 100"):
        PERCENT.parse({"": text})


def test_a_refusal_names_the_input_it_belongs_to():
    with pytest.raises(PolicyValueInvalid) as caught:
        Amounts(("warn", "critical"), PERCENT).parse({"warn": "5", "critical": "lots"})
    assert list(caught.value.fields) == ["value.critical"]


def test_a_whole_number_has_no_fraction():
    with pytest.raises(PolicyValueInvalid, match="not a whole number"):
        Number(0, 10, whole=True).parse({"": "2.5"})


def test_an_empty_optional_number_means_no_limit():
    assert Number(0, 10, optional=True).parse({"": " "}) is None


def test_truth_is_not_taken_for_a_number():
    with pytest.raises(PolicyValueInvalid):
        PERCENT.check(True)


def test_a_ladder_may_not_fall():
    ladder = Ladder(("warn", "critical"), PERCENT)
    assert ladder.check({"warn": 80, "critical": 80}) == {"warn": 80, "critical": 80}
    with pytest.raises(PolicyValueInvalid, match=r"critical \(70\) may not lie below warn \(80\)"):
        ladder.check({"warn": 80, "critical": 70})


def test_large_numbers_are_said_as_people_write_them():
    with pytest.raises(PolicyValueInvalid, match=r"2,000,000 is out .*to 1,000,000"):
        Number(0, 1_000_000).parse({"": "2000000"})


def test_shares_total_one_hundred_percent():
    shares = Shares(("near", "free"))
    assert shares.check({"near": 0.7, "free": 0.3}) == {"near": 0.7, "free": 0.3}
    with pytest.raises(PolicyValueInvalid, match=r"total 90\.0%"):
        shares.check({"near": 0.6, "free": 0.3})


@pytest.mark.parametrize("value", [{}, {"near": 1}, {"near": 0.5, "free": 0.5, "new": 0}, 3, None])
def test_a_mapping_needs_exactly_its_labels(value):
    with pytest.raises(PolicyValueInvalid, match="one number for each of near, free"):
        Shares(("near", "free")).check(value)


def test_a_broken_pattern_is_refused_with_its_fault():
    with pytest.raises(PolicyValueInvalid, match="not a regular expression"):
        Pattern().parse({"": "["})
    assert Pattern().parse({"": r"\d{2}"}) == r"\d{2}"


def test_only_offered_words_are_taken():
    with pytest.raises(PolicyValueInvalid, match="Choose maximum or sum"):
        OneOf(("maximum", "sum")).parse({"": "mean"})
    with pytest.raises(PolicyValueInvalid, match="is not offered"):
        Choices(("standard",), ("director",)).parse({"standard": "anybody"})


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("on", True), ("no", False), ("", False)]
)
def test_a_flag_reads_boxes_and_words(text, value):
    assert Flag().parse({"": text}) is value


def test_a_flag_refuses_other_words():
    with pytest.raises(PolicyValueInvalid, match="neither yes nor no"):
        Flag().parse({"": "perhaps"})
