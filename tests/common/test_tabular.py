import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townsite.common.tabular import FORMULA_SIGNS, csv_lines, escape_formula


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+2", "'=1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("-76.2859", "-76.2859"),
        ("-2+3", "'-2+3"),
        (-5, -5),
        ("Pier Hotel", "Pier Hotel"),
        ("", ""),
        (None, None),
    ],
)
def test_formulas_are_escaped(value: object, written: object) -> None:
    assert escape_formula(value) == written


@given(text=st.text(max_size=30))
def test_no_written_text_starts_a_formula(text: str) -> None:
    written = str(escape_formula(text)).lstrip(" ")
    if written.startswith(FORMULA_SIGNS):
        float(written)  # only a number may begin with a sign


def test_csv_has_a_mark_and_survives_reading() -> None:
    rows = [["name", "note"], ["Café", 'a "b", c\nd'], [None, 3]]
    text = "".join(csv_lines(rows))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:], newline=""))) == [
        ["name", "note"],
        ["Café", 'a "b", c\nd'],
        ["", "3"],
    ]
