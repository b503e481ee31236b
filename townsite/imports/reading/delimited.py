"""CSV (RFC 4180) and its relatives with tabs, semicolons or bars."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from townsite.imports.errors import FileRefused
from townsite.imports.reading import limits
from townsite.imports.reading.table import Row, Table, counted, named_header

DELIMITERS = (",", "\t", ";", "|")
KINDS = {"\t": "tsv", "|": "pipe"}
SAMPLE_RECORDS = 60


def delimited_table(text: str, encoding: str) -> Table:
    """A table of delimited text, the delimiter guessed from its first records.

    Raises FileRefused when there is no header or a quotation mark swallows the file.
    """
    delimiter = guessed_delimiter(text)
    records = _records(text, delimiter)
    header_at, cells = next(
        ((number, cells) for number, cells in records if any(map(str.strip, cells))), (0, ())
    )
    header = named_header(cells)

    def rows() -> Iterator[Row]:
        for number, cells in _records(text, delimiter):
            if number > header_at:
                yield Row(number, cells)

    return Table(
        kind=KINDS.get(delimiter, "csv"),
        header=header,
        rows=lambda: counted(rows()),
        encoding=encoding,
        delimiter=delimiter,
    )


def guessed_delimiter(text: str) -> str:
    """The delimiter that cuts the first records into the most columns, evenly."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """Share of sampled records with the commonest width, and that width; (0, 1) for no cut."""
    widths: Counter[int] = Counter()
    try:
        for number, cells in _records(text, delimiter):
            if cells:
                widths[len(cells)] += 1
            if number >= SAMPLE_RECORDS:
                break
    except FileRefused:
        return (0.0, 0)
    width, times = widths.most_common(1)[0] if widths else (1, 0)
    # A separator that cuts the header at all beats one that never occurs.
    return (0.0, 1) if width == 1 else (round(times / widths.total(), 1), width)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each record with its number, blank ones included so that numbers match a spreadsheet."""
    csv.field_size_limit(limits.MAX_CELL_CHARACTERS * 4)
    # Bytes, because StringIO holds four of them for each character.
    held = io.BytesIO(text.encode(errors="surrogatepass"))
    lines = io.TextIOWrapper(held, encoding="utf-8", errors="surrogatepass", newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(cells)
    except csv.Error as error:
        raise FileRefused(
            f"Line {reader.line_num:,} cannot be read as a row ({error}). "
            "Maybe a quotation mark is never closed."
        ) from error
