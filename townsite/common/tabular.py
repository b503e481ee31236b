"""Writing tables that spreadsheets open without running anything."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What makes a spreadsheet read a cell as a formula, also behind spaces (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BOM = "\ufeff"  # without it Excel takes UTF-8 for a Windows code page


def escape_formula(value: Any) -> Any:
    """The value, a text that could run as a formula with an apostrophe before it.

    Numbers stay numbers, and a text that is only a number keeps its sign.
    """
    if not isinstance(value, str) or not value.lstrip(" ").startswith(FORMULA_SIGNS):
        return value
    return value if _is_number(value) else f"'{value}"


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV (RFC 4180) in UTF-8 with a mark, row by row, formulas escaped."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    yield BOM
    for row in rows:
        writer.writerow([escape_formula("" if value is None else value) for value in row])
        yield target.getvalue()
        target.seek(0)
        target.truncate()


def _is_number(text: str) -> bool:
    plain = text.strip(" ").lstrip("+-")
    return plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit()
