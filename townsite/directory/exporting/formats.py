"""The kinds of file that an export can be."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from townsite.common.tabular import BOM, escape_formula
from townsite.directory.columns import Column
from townsite.directory.criteria import Criteria
from townsite.directory.exporting.geopackage import write_geopackage
from townsite.directory.exporting.rows import export_rows, plain

Writer = Callable[[Path, Criteria, Sequence[Column], str], int]
# Six decimals of a degree are a tenth of a metre (RFC 7946 section 11.2).
GEOMETRY = "ST_AsGeoJSON(s.location, 6)"


@dataclass(frozen=True)
class Format:
    """A kind of file; `write` answers how many sites it wrote."""

    name: str
    extension: str
    content_type: str
    write: Writer


def _csv(
    path: Path, criteria: Criteria, columns: Sequence[Column], sort: str, mark: str = ""
) -> int:
    """RFC 4180: CRLF, quotes doubled."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        writer = csv.writer(file)
        writer.writerow([column.label for column in columns])
        for row in export_rows(criteria, columns, sort=sort):
            pairs = zip(columns, row, strict=True)
            writer.writerow([escape_formula(plain(column, value)) for column, value in pairs])
            count += 1
    return count


def _csv_excel(path: Path, criteria: Criteria, columns: Sequence[Column], sort: str) -> int:
    return _csv(path, criteria, columns, sort, mark=BOM)


def _xlsx(path: Path, criteria: Criteria, columns: Sequence[Column], sort: str) -> int:
    """A workbook written row by row; texts are never formulas or links."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet("Sites")
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, 30 if column.name in {"name", "territory", "customer"} else 14)
        sheet.write_string(0, at, column.label, bold)
    count = 0
    for count, row in enumerate(export_rows(criteria, columns, sort=sort), start=1):
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write_cell(sheet, count, at, plain(column, value))
    book.close()
    return count


def _write_cell(sheet: Any, row: int, at: int, value: Any) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(row, at, value)
    elif value not in {None, ""}:
        sheet.write_string(row, at, escape_formula(str(value)))


def _geojson(path: Path, criteria: Criteria, columns: Sequence[Column], sort: str) -> int:
    """RFC 7946; a site without a point has a null geometry."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for *values, number, geometry in export_rows(
            criteria, columns, sort=sort, extra=("s.number", GEOMETRY)
        ):
            properties = {c.name: plain(c, v) for c, v in zip(columns, values, strict=True)}
            feature = {"type": "Feature", "id": number, "properties": properties}
            body = json.dumps(feature, ensure_ascii=False, default=str)
            file.write(f'{"," if count else ""}\n{body[:-1]},"geometry":{geometry or "null"}}}')
            count += 1
        file.write("\n]}\n")
    return count


FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8", _csv),
    "csv-excel": Format("CSV for Excel", "csv", "text/csv; charset=utf-8", _csv_excel),
    "xlsx": Format(
        "Excel workbook",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _xlsx,
    ),
    "geojson": Format("GeoJSON", "geojson", "application/geo+json", _geojson),
    "gpkg": Format("GeoPackage", "gpkg", "application/geopackage+sqlite3", write_geopackage),
}
