import codecs
import json

import pytest

from tests.imports.reading.files import far_cell, workbook, zip_bomb
from townsite.imports.errors import FileRefused
from townsite.imports.reading import limits
from townsite.imports.reading.open import open_table

ROWS = [
    ["Site Number", "Name", "ZIP"],
    ["0417", "Harborline Suites", "01915"],
    ["0418", "Café Inn", "23510"],
]


def text(separator: str) -> str:
    return "".join(separator.join(row) + "\n" for row in ROWS)


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in open_table(content).rows()]


@pytest.mark.parametrize(
    ("separator", "kind"), [(",", "csv"), (";", "csv"), ("\t", "tsv"), ("|", "pipe")]
)
def test_delimiters_are_found_by_content(separator: str, kind: str) -> None:
    table = open_table(text(separator).encode())
    assert (table.kind, table.delimiter, table.header) == (kind, separator, tuple(ROWS[0]))
    assert [row.number for row in table.rows()] == [2, 3]
    assert [row.cells for row in table.rows()] == [tuple(row) for row in ROWS[1:]]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "cp1252"),
    ],
)
def test_encodings_are_found_and_marks_taken_off(mark: bytes, encoding: str) -> None:
    table = open_table(mark + text(",").encode(encoding))
    assert table.header[0] == "Site Number"
    assert [row.cells[1] for row in table.rows()] == ["Harborline Suites", "Café Inn"]


def test_markdown_table_with_words_around_it() -> None:
    markdown = "# Sites\n\n| Name | Note |\n| :--- | ---: |\n| A \\| B | NULL |\n\nEnd.\n"
    table = open_table(markdown.encode())
    assert (table.kind, table.header) == ("pipe", ("Name", "Note"))
    assert [row.cells for row in table.rows()] == [("A | B", "NULL")]


def test_workbook_keeps_text_and_writes_whole_numbers_without_a_point() -> None:
    table = open_table(
        workbook([["zip", "spaces", "open"], ["01915", 320, True], ["", 2.5, False]])
    )
    assert table.sheets == ("Sites",)
    assert [row.cells for row in table.rows()] == [("01915", "320", "true"), ("", "2.5", "false")]


def test_geojson_gives_properties_and_the_point() -> None:
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "Pier Hotel", "rooms": 12, "note": None},
                "geometry": {"type": "Point", "coordinates": [-76.29, 36.85]},
            },
            {"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": None},
        ],
    }
    table = open_table(json.dumps(document).encode())
    assert table.header == ("name", "rooms", "note", "latitude", "longitude")
    assert [row.cells for row in table.rows()] == [
        ("Pier Hotel", "12", "", "36.85", "-76.29"),
        ("Nowhere", "", "", "", ""),
    ]


def test_quoted_separators_and_line_breaks_stay_in_their_cell() -> None:
    content = b'name,address\r\n"Inn, The","1 Pier Rd\nNorfolk"\r\n\r\nB,2 Pier Rd\r\n'
    table = open_table(content)
    assert [(row.number, row.cells) for row in table.rows()] == [
        (2, ("Inn, The", "1 Pier Rd\nNorfolk")),
        (4, ("B", "2 Pier Rd")),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty (0 bytes)"),
        (b"  \n \n", "only blank space"),
        (b"name,zip\n", "no rows below it"),
        (b"name,zip,Name\na,1,b\n", "“name” stands 2 times (columns 1, 3)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG file"),
        (b"%PDF-1.7 ....", "PDF file"),
        (b"name,zip\n\x00\x01\x02,1\n", "binary data"),
        (b"a,b\n1,2,3\n1,2,3\n", "2 of 2 rows have more cells than the header's 2"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "password"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "old kind (.xls)"),
        (b"PK\x03\x04 broken", "damaged or locked"),
        (b'{"type": "FeatureCollection", "features": [', "cannot be parsed"),
        (b'{"type": "Point"}', "no GeoJSON FeatureCollection"),
        (b"[" * 100_000, "cannot be parsed"),
        (codecs.BOM_UTF8 + b"name\n\xff\xfe\n", "byte 5"),
        (b"name,note\na," + b"x" * 20_000 + b"\n", "20,000 characters"),
    ],
)
def test_wrong_files_are_refused_with_the_value(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused, match=r"^[A-Z0-9“].*\.$") as refusal:
        open_table(content)
    assert says in refusal.value.detail


def test_three_thousand_columns_are_refused() -> None:
    wide = ",".join(f"c{number}" for number in range(3_000))
    with pytest.raises(FileRefused, match="3,000 columns and the limit is 250"):
        open_table(f"{wide}\n{wide}\n".encode())


def test_two_hundred_megabytes_are_refused_by_their_size_alone() -> None:
    with pytest.raises(FileRefused, match=r"200\.0 MB and the limit is 50\.0 MB"):
        limits.check_size(200 * limits.MEBIBYTE)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    with pytest.raises(FileRefused, match="more than 3 rows"):
        open_table(b"name\n" + b"x\n" * 4)


def test_formula_in_a_workbook_is_refused_with_its_cell() -> None:
    with pytest.raises(FileRefused, match="Cell B2 holds a formula"):
        open_table(workbook([["name", "spaces"], ["Pier Hotel", 0]], formula="=SUM(A1:A9)"))


def test_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED_BYTES", 8 * limits.MEBIBYTE)
    bomb = zip_bomb(30)
    assert len(bomb) < limits.MEBIBYTE
    with pytest.raises(FileRefused, match="like a zip bomb"):
        open_table(bomb)


def test_a_cell_at_the_end_of_the_sheet_is_refused() -> None:
    with pytest.raises(FileRefused, match="16,384 columns"):
        open_table(far_cell())


def test_other_coordinate_system_is_refused() -> None:
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:3857"}},
        "features": [{"type": "Feature", "properties": {"name": "x"}, "geometry": None}],
    }
    with pytest.raises(FileRefused, match="not WGS84"):
        open_table(json.dumps(document).encode())
