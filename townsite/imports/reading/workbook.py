"""XLSX (ISO/IEC 29500): values as the spreadsheet shows them, one sheet at a time."""

import datetime as dt
import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from townsite.imports.errors import FileRefused
from townsite.imports.reading.package import check_package
from townsite.imports.reading.table import Row, Table, counted, named_header

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def workbook_table(content: bytes, sheet: str = "") -> Table:
    """The rows of one sheet, by default the first that holds anything.

    Raises FileRefused for a zip bomb, a password, formulas, or a workbook that cannot be read.
    """
    check_package(content)
    workbook = _opened(content)
    name = _chosen(workbook, sheet)
    records = workbook.get_sheet_by_name(name)
    offset = records.start[0] + 1 if records.start else 1
    header = named_header([_text(cell) for cell in next(records.iter_rows(), [])])

    def rows() -> Iterator[Row]:
        for number, cells in enumerate(records.iter_rows(), start=offset):
            if number > offset:
                yield Row(number, tuple(map(_text, cells)))

    return Table(
        kind="xlsx",
        header=header,
        rows=lambda: counted(rows()),
        sheet=name,
        sheets=tuple(workbook.sheet_names),
    )


def _opened(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise FileRefused("The workbook has a password. Save a copy without one.") from error
    except (CalamineError, ZipError, ValueError, OSError) as error:
        raise FileRefused(
            f"The workbook cannot be opened ({error}). Open it in a spreadsheet program and "
            "save it again as .xlsx."
        ) from error


def _chosen(workbook: CalamineWorkbook, sheet: str) -> str:
    names = workbook.sheet_names
    if sheet and sheet not in names:
        raise FileRefused(f"There is no sheet “{sheet}”. The workbook has: {', '.join(names)}.")
    filled = (name for name in names if workbook.get_sheet_by_name(name).height)
    chosen = sheet or next(filled, "")
    if not chosen:
        raise FileRefused("All sheets of the workbook are empty.")
    return chosen


def _text(cell: Cell) -> str:
    """The text of a cell; whole numbers without the ".0" that the file format gives them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else str(cell)
