"""Makes the wrong and the right files that the readers are tried with."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter


def workbook(rows: Sequence[Sequence[Any]], *, formula: str = "", sheet: str = "Sites") -> bytes:
    """An XLSX file with these rows, and a formula in the last cell if given."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if formula:
            page.write_formula(len(rows) - 1, len(rows[0]) - 1, formula, value=7)
    return target.getvalue()


def zip_bomb(megabytes: int) -> bytes:
    """A small package that unpacks to `megabytes` of zeros inside a worksheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(megabytes):
                sheet.write(b"0" * 1024 * 1024)
    return target.getvalue()


def far_cell() -> bytes:
    """A workbook whose only cell stands in the last corner a sheet has."""
    with zipfile.ZipFile(io.BytesIO(workbook([["name"], ["x"]]))) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="A2"', b'r="XFD1048576"')
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()
