"""How imports, rows and problems are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from townsite.common.money import cents_label
from townsite.imports.cleaning.notes import SEVERITIES
from townsite.imports.column_map import ColumnMap
from townsite.imports.fields import FIELDS
from townsite.imports.models import Import, ImportRow
from townsite.imports.queries import IssueGroup

TITLES = {
    "one_case": "All capitals or all small letters", "lost_zero": "Lost leading zeros put back",
    "needs_close_date": "Inactive without a close date", "unknown_choice": "Unknown word",
    "far_from_zip": "Coordinates far from the ZIP code", "po_box": "PO box as street",
    "double_row": "Same name and town twice in the file", "double_key": "Key twice in the file",
    "double_site": "Two rows for one site", "zip_unknown": "Unknown ZIP code",
    "duplicate_site": "Probably there already", "misspelt_town": "Misspelled town",
    "suite": "Suite inside the street", "characters": "Signs a name cannot hold",
    "no_name": "No name", "type_guessed": "Facility type guessed from the name",
    "not_a_state": "Not a state", "not_a_zip": "Not a ZIP code", "short_zip": "ZIP code too short",
    "missing_comma": "Missing comma before the town", "sentinel": "A number for “not known”",
    "placed_by_zip": "Placed at the ZIP code's center", "placed_by_place": "Placed at the town's center",
    "zip_in_other_state": "ZIP code of another state", "outside_state": "Coordinates outside the state",
    "no_town": "No town found", "town_from_zip": "Town taken from the ZIP code",
    "state_from_zip": "State taken from the ZIP code", "needs_town": "No town: stays a draft",
    "needs_rooms": "Hotel without rooms: stays a draft", "not_located": "Not found on the map",
    "needs_spaces": "No parking spaces: stays a draft", "needs_both": "No rooms or spaces: stays a draft",
    "not_a_phone": "Not a phone number", "not_an_email": "Not an e-mail address",
    "shifted": "Shifted row", "similar_district": "District nearly right",
    "unknown_district": "Unknown district", "number_taken": "Number of another site",
    "external_id_taken": "Id of another site", "encoding": "Damaged letters",
    "lost_date": "Time without a date", "formula": "Formula", "too_long": "Too long",
}  # fmt: skip
POINT = {"latitude", "longitude"}
MOST_SHOWN = 90


@dataclass(frozen=True)
class Problem:
    """One problem of a row, with what it would become."""

    place: int
    severity: str
    column: str
    message: str
    suggestion: str


@dataclass(frozen=True)
class Cell:
    """One field of a row in the grid; `severity` colors it."""

    key: str
    label: str
    text: str
    severity: str
    title: str
    is_edited: bool


@dataclass(frozen=True)
class ShownRow:
    """A staged row as the grid shows it."""

    number: int
    action: str
    cells: list[Cell]
    problems: list[Problem]
    diff: list[tuple[str, str, str]]
    is_edited: bool
    is_skipped: bool
    raw: str = ""


@dataclass(frozen=True)
class ShownGroup:
    """Alike problems as the review lists them."""

    group: IssueGroup
    title: str
    field: str
    example: str
    before: str
    after: str
    rows: list[int]
    query: str
    key: dict[str, str]


def label_of(key: str) -> str:
    """The field's label, “Row” for problems of the whole row."""
    return FIELDS[key].label if key in FIELDS else key.replace("_", " ").capitalize() or "Row"


def shown_fields(import_: Import) -> list[str]:
    """The grid's columns: every field the file or a constant fills, a split address by its parts."""
    taken = ColumnMap.from_json(import_.column_map).taken
    if "address" in taken:
        taken = (taken - {"address"}) | {"street1", "city", "state", "zip"}
    return [key for key in FIELDS if key in taken]


def shown_rows(import_: Import, rows: Iterable[ImportRow]) -> list[ShownRow]:
    """The rows as the grid shows them."""
    keys, column_map = shown_fields(import_), ColumnMap.from_json(import_.column_map)
    return [_row(row, keys, _column_names(import_, column_map)) for row in rows]


def shown_groups(groups: Iterable[IssueGroup]) -> list[ShownGroup]:
    """The groups with titles, an example and the address of their rows."""
    return [_group(each) for each in groups]


def plain(key: str, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if key == "annual_revenue":
        return cents_label(int(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _column_names(import_: Import, column_map: ColumnMap) -> dict[str, str]:
    return {key: name for name, key in zip(import_.header, column_map.columns, strict=False) if key}


def _row(row: ImportRow, keys: list[str], names: dict[str, str]) -> ShownRow:
    return ShownRow(
        number=row.row_number,
        action=row.action,
        cells=[_cell(row, key) for key in keys],
        problems=sorted(
            (_problem(place, issue, names) for place, issue in enumerate(row.issues)),
            key=lambda problem: SEVERITIES.index(problem.severity),
        ),
        diff=[
            (label_of(key), plain(key, before) or "empty", plain(key, after) or "empty")
            for key, (before, after) in row.diff.items()
        ],
        is_edited=bool(row.edits),
        is_skipped=row.action == "skip",
        raw=" | ".join(map(str, row.raw)),
    )


def _cell(row: ImportRow, key: str) -> Cell:
    about = [issue for issue in row.issues if issue["field"] == key]
    severities = [issue["severity"] for issue in about]
    worst = next((each for each in ("error", "warn", "info") if each in severities), "")
    value = row.values.get(key)
    text = (
        plain(key, value)
        if value is not None
        else next((i["value"] for i in about if i["severity"] == "error"), "")
    )
    return Cell(
        key=key,
        label=label_of(key),
        text=text[:MOST_SHOWN],
        severity=worst,
        title=" ".join(issue["message"] for issue in about),
        is_edited=key in row.edits,
    )


def _problem(place: int, issue: dict[str, Any], names: dict[str, str]) -> Problem:
    key = issue["field"]
    return Problem(
        place=place,
        severity=issue["severity"],
        column=names.get(key) or label_of(key),
        message=issue["message"],
        suggestion=suggestion_of(issue),
    )


def suggestion_of(issue: dict[str, Any]) -> str:
    """What the fix would do, in words; "" when there is none."""
    fix = issue.get("fix")
    if not fix:
        return ""
    if "$skip" in fix:
        return "skip this row"
    if "$site" in fix:
        return "update that site instead"
    if "$repaired" in fix:
        return "take the repaired row"
    if set(fix) == POINT:
        return f"{fix['latitude']}, {fix['longitude']}"
    return "; ".join(plain(key, value) or "leave it empty" for key, value in fix.items())


def _group(group: IssueGroup) -> ShownGroup:
    first = group.examples[0]["issue"]
    key = {"code": group.code, "field": group.field}
    return ShownGroup(
        group=group,
        title=TITLES.get(group.code, group.code.replace("_", " ").capitalize()),
        field=label_of(group.field),
        example=first["message"],
        before=", ".join(group.spellings) or first["value"],
        after=suggestion_of(first),
        rows=[each["row"] for each in group.examples],
        query=urlencode(key),
        key=key if group.mending is None else {**key, "mending": group.mending},
    )
