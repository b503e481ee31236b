"""What is looked at in a workbook's ZIP package before any reader may unpack it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from townsite.imports.errors import FileRefused
from townsite.imports.reading import limits

CHUNK = 4 * limits.MEBIBYTE
OVERLAP = 64  # a cell's opening tag may lie across two chunks
CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    RuntimeError,
    OSError,
    ValueError,
)
SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")


def check_package(content: bytes) -> None:
    """Nothing, when the workbook unpacks to a sane size and holds values, not formulas.

    Raises FileRefused. Sizes written in the package are not believed; bytes are counted.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names:
                raise FileRefused(
                    "The ZIP file is not an Excel workbook. Unpack it and upload the table in it."
                )
            _check_members(package, names)
    except UNREADABLE as error:
        raise FileRefused(
            f"The workbook is damaged or locked ({error}). Save it again as .xlsx, "
            "without a password."
        ) from error


def _check_members(package: zipfile.ZipFile, names: list[str]) -> None:
    unpacked = 0
    for name in names:
        sheet = _SheetCheck() if SHEET.match(name) else None
        for chunk in _chunks(package, name):
            unpacked += len(chunk)
            if unpacked > limits.MAX_UNPACKED_BYTES:
                raise FileRefused(
                    f"The workbook unpacks to more than {limits.MAX_UNPACKED_MEBIBYTES} MB, like "
                    "a zip bomb. Save only the sheet with the sites, as CSV or XLSX."
                )
            if sheet:
                sheet.feed(chunk)


def _chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as member:
        while chunk := member.read(CHUNK):
            yield chunk


class _SheetCheck:
    """Counts the extent of a sheet and looks for formulas as its XML streams by."""

    def __init__(self) -> None:
        self.tail = b""
        self.last_cell = "A1"
        self.columns = 0
        self.rows = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes. Raises FileRefused at a formula or beyond the limits."""
        text = self.tail + chunk
        formula = FORMULA.search(text)
        for letters, digits in CELL.findall(text, 0, formula.start() if formula else len(text)):
            self.columns = max(self.columns, _column(letters))
            self.rows = max(self.rows, int(digits))
            self.last_cell = (letters + digits).decode()
        self.tail = text[-OVERLAP:]
        if formula:
            raise FileRefused(
                f"Cell {self.last_cell} holds a formula, whose result may be out of date. "
                "Copy the sheet, paste it as values, and upload that."
            )
        self._check_extent()

    def _check_extent(self) -> None:
        limits.check_columns(self.columns)
        if self.rows * self.columns > limits.MAX_CELLS or self.rows > limits.MAX_ROWS * 2:
            raise FileRefused(
                f"The sheet reaches down to cell {self.last_cell}: {self.rows:,} rows by "
                f"{self.columns} columns. Delete the empty rows below the table, or split it."
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
