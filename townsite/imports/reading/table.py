"""The common form of every readable file."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from townsite.imports.errors import FileRefused
from townsite.imports.reading import limits


class Row(NamedTuple):
    """One record: its number as a spreadsheet shows it (the header is 1) and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened for reading; `rows()` starts at the first record each time it is called."""

    kind: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def named_header(cells: Sequence[str]) -> tuple[str, ...]:
    """The column names, an unnamed column called by its place.

    Raises FileRefused for too many columns, no names at all, or a name that stands twice.
    """
    trimmed = _without_empty_tail([" ".join(cell.split()) for cell in cells])
    limits.check_columns(len(trimmed))
    if not trimmed:
        raise FileRefused("The first row holds no column names. Put them into the first row.")
    header = tuple(cell or f"Column {place}" for place, cell in enumerate(trimmed, start=1))
    _refuse_doubles(header)
    return header


def _without_empty_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _refuse_doubles(header: tuple[str, ...]) -> None:
    folded = [name.casefold() for name in header]
    double = next((name for name, times in Counter(folded).items() if times > 1), None)
    if double is not None:
        places = [n for n, name in enumerate(folded, start=1) if name == double]
        raise FileRefused(
            f"The column name “{header[places[0] - 1]}” stands {len(places)} times (columns "
            f"{', '.join(map(str, places))}). Rename or remove all but one, then upload again."
        )


def counted(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows that hold anything, each within the limits.

    Raises FileRefused at the first row or cell beyond them.
    """
    seen = 0
    for row in rows:
        if not any(row.cells):
            continue
        seen += 1
        limits.check_rows(seen)
        limits.check_cells(row.cells, row.number)
        yield row
