from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townsite.imports.cleaning.names import clean_name
from townsite.imports.cleaning.notes import SEVERITIES
from townsite.imports.cleaning.zips import clean_zip
from townsite.imports.fields import FIELDS


def clean(key: str, text: str) -> tuple[Any, list[str], list[Any]]:
    """The value, the codes of the notes, and their suggestions."""
    cleaned = FIELDS[key].clean(text)
    return cleaned.value, [n.code for n in cleaned.notes], [n.suggestion for n in cleaned.notes]


@pytest.mark.parametrize(
    "text", ["NULL", "null", " N/A ", "NaN", "-", "(blank)", "NOT AVAILABLE", "\u200b"]
)
@pytest.mark.parametrize("key", sorted(FIELDS))
def test_words_for_nothing_are_nothing(key: str, text: str) -> None:
    assert clean(key, text) == (None, [], [])


@pytest.mark.parametrize(
    ("key", "text", "value", "codes"),
    [
        ("number", "417", "0417", ["lost_zero"]),
        ("number", "0417", "0417", []),
        ("number", "8725.0", "8725", []),
        ("number", "Site #17", "0017", ["lost_zero"]),
        ("number", "X17", None, ["not_a_number"]),
        ("number", '="0017"', "0017", []),
        ("parking_spaces", "0", 0, []),
        ("parking_spaces", "", None, []),
        ("parking_spaces", "1,200 spaces", 1200, []),
        ("parking_spaces", "320.0", 320, []),
        ("parking_spaces", "-999", None, ["sentinel"]),
        ("parking_spaces", "-5", None, ["out_of_range"]),
        ("parking_spaces", "10001", None, ["out_of_range"]),
        ("room_count", "12.5", None, ["not_whole"]),
        ("latitude", "36.8465000049", 36.846500, []),
        ("latitude", "91", None, ["out_of_range"]),
        ("longitude", "-9999", None, ["sentinel"]),
        ("annual_revenue", "$1,250,000.00", 125_000_000, []),
        ("annual_revenue", "1.25M", 125_000_000, []),
        ("annual_revenue", "(5)", None, ["out_of_range"]),
        ("state", "Georgia", "GA", []),
        ("state", "ga.", "GA", []),
        ("state", "ZZ", None, ["not_a_state"]),
        ("city", "Norfolk,", "Norfolk", []),
        ("start_date", "3/1/2025", "2025-03-01", []),
        ("start_date", "1 Mar 2025", "2025-03-01", []),
        ("start_date", "2025-03-01 00:00:00", "2025-03-01", []),
        ("start_date", "45717", "2025-03-01", []),
        ("start_date", "00:00.0", None, ["lost_date"]),
        ("start_date", "13/13/2025", None, ["not_a_date"]),
        (
            "external_id",
            "{5F2C0000-AAAA-4BBB-8CCC-000000000001}",
            "5f2c0000-aaaa-4bbb-8ccc-000000000001",
            [],
        ),
        ("gl_string", "02-03-4799-", "02-03-4799-", []),
        ("gl_string", "02034799", "02034799", ["gl_form"]),
        ("contact_phone", "(757) 555-0100 ext 12", "+17575550100 x12", []),
        ("contact_phone", "757.555.0100 / 757 555 0101", "+17575550100", ["several_phones"]),
        ("contact_phone", "12", None, ["not_a_phone"]),
        ("is_24_7", "Yes", True, []),
        ("is_24_7", "perhaps", None, ["not_yes_no"]),
        ("status", "Open", "active", []),
        ("status", "CLOSED", "inactive", []),
        ("facility_type", "General Acute Care", "medical", []),
        ("tier", "Tier 2", "2", []),
        ("name", "Grand’s “Inn”", "Grand’s “Inn”", []),
        ("name", "Cafe\u0301 Inn", "Café Inn", []),
        ("name", "=1+2", None, ["formula"]),
        ("name", "#REF!", None, ["sheet_error"]),
    ],
)
def test_mess_becomes_values(key: str, text: str, value: Any, codes: list[str]) -> None:
    found, notes, _ = clean(key, text)
    assert (found, notes) == (value, codes)


@pytest.mark.parametrize(
    ("key", "text", "suggestion"),
    [
        ("name", "ST. JOSEPH'S HOTEL AT THE PIER II", "St. Joseph's Hotel at the Pier II"),
        ("name", "harborline suites - main st", "Harborline Suites - Main St"),
        ("name", 'Toys "R" Inn', "Toys “R” Inn"),
        ("name", "Grandâ€™s Inn", "Grand’s Inn"),
        ("name", "x" * 120, "x" * 100),
        ("status", "opne", "active"),
        ("facility_type", "hosptial", "medical"),
        ("gl_string", "02034799", "02-03-4799-"),
        ("room_count", "12.5", 12),
        ("contact_email", "a@example.com; b@example.com", "a@example.com"),
    ],
)
def test_suggestions(key: str, text: str, suggestion: Any) -> None:
    assert clean(key, text)[2] == [suggestion]


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("Desk@Example.com;ap@example.com;", ["desk@example.com", "ap@example.com"], []),
        ("a@example.com<br>b@example.com<br/>", ["a@example.com", "b@example.com"], []),
        ("a@example.com; A@EXAMPLE.COM", ["a@example.com"], ["double_email"]),
        ("a@example.com, nobody", ["a@example.com"], ["not_an_email"]),
        ("nobody", None, ["not_an_email"]),
        ("<mailto:a@example.com>", ["a@example.com"], []),
    ],
)
def test_several_emails_in_a_cell(text: str, value: list[str] | None, codes: list[str]) -> None:
    assert clean("billing_emails", text)[:2] == (value, codes)


@pytest.mark.parametrize(
    ("text", "state", "value", "codes"),
    [
        ("1915", "MA", "01915", ["lost_zero"]),
        ("1915.0", None, "01915", ["lost_zero"]),
        ("676", "PR", "00676", ["lost_zero"]),
        ("19152240", "MA", "01915-2240", ["lost_zero"]),
        ("1915", "TX", None, ["short_zip"]),
        ("235101234", "VA", "23510-1234", []),
        ("23510-0000", "VA", "23510", []),
        ("00000", None, None, ["sentinel"]),
        ("x3510", "VA", None, ["not_a_zip"]),
        ("00012", None, "00012", ["unused_zip"]),
    ],
)
def test_zip_codes(text: str, state: str | None, value: str | None, codes: list[str]) -> None:
    cleaned = clean_zip(text, state)
    assert (cleaned.value, [note.code for note in cleaned.notes]) == (value, codes)


@pytest.mark.parametrize("key", sorted(FIELDS))
def test_no_text_upsets_a_cleaner_and_values_are_stable(key: str) -> None:
    @given(
        text=st.text(max_size=60) | st.text(st.sampled_from("0123456789-/.,$ ABno@xE+()'’;<br>é|"))
    )
    @settings(max_examples=120)
    def check(text: str) -> None:
        cleaned = FIELDS[key].clean(text)
        assert all(note.severity in SEVERITIES and note.message for note in cleaned.notes)
        if cleaned.value is not None and key != "annual_revenue":  # cents in, dollars typed
            again = (
                ";".join(cleaned.value) if isinstance(cleaned.value, list) else str(cleaned.value)
            )
            assert FIELDS[key].clean(again).value == cleaned.value

    check()


def test_a_comma_left_by_cutting_a_list_is_no_part_of_a_name() -> None:
    assert clean_name("Southgate Mall, ").value == "Southgate Mall"
    assert clean_name("Pier, Hotel").value == "Pier, Hotel"
