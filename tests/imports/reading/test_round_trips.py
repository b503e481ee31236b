import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from townsite.imports.errors import FileRefused
from townsite.imports.reading.open import open_table

LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
# Two columns at least: a lone column holds no separator to find.
CELL = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip() == text)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(rows=TABLES)
def test_csv_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    target = io.StringIO()
    header = [f"column {number}" for number in range(len(rows[0]))]
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    table = open_table(target.getvalue().encode())
    assert [list(row.cells) for row in table.rows()] == rows


@given(content=st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = open_table(content)
    except FileRefused:
        return
    assert table.header
    assert all(row.cells for row in table.rows())


@given(text=st.text(st.sampled_from("ab,;|\t\"'\n\r-{}[]:é1 "), max_size=200))
@settings(max_examples=400)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        table = open_table(text.encode())
    except FileRefused:
        return
    assert list(table.rows())
