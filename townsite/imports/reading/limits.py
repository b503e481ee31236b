"""What an upload may be at most; beyond it the file is refused with the value and the limit."""

from collections.abc import Sequence

from townsite.imports.errors import FileRefused

MEBIBYTE = 1024 * 1024

MAX_BYTES = 50 * MEBIBYTE
MAX_UNPACKED_MEBIBYTES = 400  # an honest workbook of 200,000 sites unpacks to about half
MAX_UNPACKED_BYTES = MAX_UNPACKED_MEBIBYTES * MEBIBYTE
MAX_COLUMNS = 250
MAX_ROWS = 200_000
MAX_CELLS = 12_000_000  # the reader of workbooks holds them all in memory, about 30 bytes each
MAX_CELL_CHARACTERS = 10_000
MAX_RAGGED_SHARE = 0.2


def check_size(size: int) -> None:
    """Nothing, when a file of `size` bytes may be read.

    Raises FileRefused when it is empty or larger than the limit.
    """
    if size == 0:
        raise FileRefused("The file is empty (0 bytes). Maybe the export has not finished.")
    if size > MAX_BYTES:
        raise FileRefused(
            f"The file has {_mebibytes(size)} MB and the limit is {_mebibytes(MAX_BYTES)} MB. "
            "Split it into several files, or leave out columns that sites do not need."
        )


def check_columns(count: int) -> None:
    """Nothing, when a table may have `count` columns. Raises FileRefused."""
    if count > MAX_COLUMNS:
        raise FileRefused(
            f"The file has {count:,} columns and the limit is {MAX_COLUMNS}. "
            "Maybe the table is turned on its side, or the separator is wrong; "
            "keep one row per site and one column per field."
        )


def check_rows(count: int) -> None:
    """Nothing, when a table may have `count` rows. Raises FileRefused."""
    if count > MAX_ROWS:
        raise FileRefused(
            f"The file has more than {MAX_ROWS:,} rows, which is the limit of one import. "
            "Split it into several files."
        )


def check_cells(cells: Sequence[str], row: int) -> None:
    """Nothing, when cells may hold these texts. Raises FileRefused."""
    longest = max(map(len, cells))
    if longest > MAX_CELL_CHARACTERS:
        column = [len(cell) for cell in cells].index(longest) + 1
        raise FileRefused(
            f"The cell in row {row:,}, column {column} holds {longest:,} characters and the "
            f"limit is {MAX_CELL_CHARACTERS:,}. Maybe a quotation mark is never closed."
        )


def _mebibytes(size: int) -> str:
    return f"{size / MEBIBYTE:,.1f}"
