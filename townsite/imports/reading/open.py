"""The door: from an upload's bytes to a table, whatever the file is."""

import filetype

from townsite.imports.errors import FileRefused
from townsite.imports.reading import limits
from townsite.imports.reading.delimited import delimited_table
from townsite.imports.reading.encodings import decoded
from townsite.imports.reading.geojson import geojson_table
from townsite.imports.reading.pipes import looks_like_pipes, pipe_table
from townsite.imports.reading.table import Table
from townsite.imports.reading.workbook import workbook_table

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")  # [MS-CFB]: old Office files and encrypted new ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_table(content: bytes, *, sheet: str = "") -> Table:
    """The table in an uploaded file, recognized by its content and not by its name.

    Raises FileRefused, with the value and the way out, for anything that is no table of sites:
    binary, too large, too wide, empty, a header alone, mostly ragged, encrypted.
    """
    limits.check_size(len(content))
    table = _table(content, sheet)
    _check_shape(table)
    return table


def reopened_table(content: bytes, *, sheet: str = "") -> Table:
    """The table in a file that `open_table` has taken before, without reading it to its end."""
    return _table(content, sheet)


def _table(content: bytes, sheet: str) -> Table:
    if content.startswith(ZIP_MAGIC):
        return workbook_table(content, sheet)
    _refuse_known_binary(content)
    text, encoding = decoded(content)
    if not text.strip():
        raise FileRefused("The file holds only blank space. Maybe the export has not finished.")
    if text.lstrip()[0] in "{[":
        return geojson_table(text, encoding)
    if looks_like_pipes(text):
        return pipe_table(text, encoding)
    return delimited_table(text, encoding)


def _refuse_known_binary(content: bytes) -> None:
    if content.startswith(OLE_MAGIC):
        raise FileRefused(
            "The workbook is encrypted with a password. Save a copy without one."
            if ENCRYPTED in content
            else "This is an Office file of the old kind (.xls). Save it as .xlsx or CSV."
        )
    kind = filetype.guess(content[:8192])
    if kind is not None:
        raise FileRefused(
            f"This is a {kind.extension.upper()} file ({kind.mime}), not a table. "
            "Upload CSV, TSV, XLSX, GeoJSON or a pipe table."
        )


def _check_shape(table: Table) -> None:
    """Read it once to the end: what cannot be read must be refused now, not in the job."""
    width = len(table.header)
    rows = ragged = 0
    example = ""
    for row in table.rows():
        rows += 1
        if len(row.cells) > width and any(row.cells[width:]):
            ragged += 1
            example = example or f"row {row.number:,} has {len(row.cells)}"
    if rows == 0:
        raise FileRefused(
            f"The file has a header ({', '.join(table.header)[:80]}) but no rows below it."
        )
    if ragged > limits.MAX_RAGGED_SHARE * rows:
        raise FileRefused(
            f"{ragged:,} of {rows:,} rows have more cells than the header's {width} ({example}). "
            "Maybe the separator also occurs inside values; put those into quotation marks."
        )
