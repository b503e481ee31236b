"""Checking one row: from its cells to values ready for the database and a list of problems."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from townsite.imports.choices import Blank
from townsite.imports.cleaning.addresses import Address, clean_address
from townsite.imports.cleaning.districts import Districts
from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.cleaning.notes import Cleaned, Cleaner
from townsite.imports.cleaning.zips import clean_zip
from townsite.imports.column_map import ColumnMap
from townsite.imports.fields import FIELDS
from townsite.imports.issues import Issue, issue_of
from townsite.imports.row_rules import ROW_RULES, Row
from townsite.imports.shifted import repaired_cells, shift_issue

ADDRESS_PARTS = Address._fields
# Without these there is no site, or no way to tell which one.
KEPT_WHEN_BLANK = frozenset(
    ["number", "external_id", "name", "status", "facility_type", "address", "district", "customer",
     "contact_name", "contact_email", "contact_phone", "contact_role", "billing_emails",
     "latitude", "longitude", "country", "is_24_7"]
)  # fmt: skip


class Checked(NamedTuple):
    """The values of a row by field, and its problems."""

    values: dict[str, Any]
    issues: list[Issue]


class RowChecker:
    """Checks rows of one file under one column map."""

    def __init__(
        self,
        column_map: ColumnMap,
        *,
        width: int,
        gazetteer: Gazetteer,
        districts: Districts,
        delimiter: str = "",
    ) -> None:
        self.width = width
        self.delimiter = delimiter
        self.column_map = column_map
        self.gazetteer = gazetteer
        self.cleaners: dict[str, Cleaner] = {
            key: districts.clean if key == "district" else FIELDS[key].clean
            for key in FIELDS
            if key in column_map.taken
        }
        self.places = {key: place for place, key in enumerate(column_map.columns) if key}
        self.constants = column_map.constants

    def check(self, cells: Sequence[str], edits: Mapping[str, Any] | None = None) -> Checked:
        """The values and problems of a row; `edits` hold what a person typed or accepted."""
        edits = edits or {}
        issues: list[Issue] = []
        if len(cells) != self.width:
            cells = self._straightened(cells, issues, accepted=bool(edits.get("$repaired")))
        texts = self._texts(cells, edits)
        values = self._values(texts, issues)
        row = Row(values, texts, issues, self.gazetteer)
        for rule in ROW_RULES:
            rule(row)
        if self.column_map.blank == Blank.CLEAR:
            self._clear_blanks(texts, values)
        return Checked(values, issues)

    def _straightened(
        self, cells: Sequence[str], issues: list[Issue], *, accepted: bool
    ) -> Sequence[str]:
        if len(cells) < self.width or not any(cells[self.width :]):
            return cells
        repaired = repaired_cells(cells, self.width, self.places, self.delimiter)
        if not accepted:
            issues.append(shift_issue(cells, self.width, repaired))
        return repaired or cells

    def _clear_blanks(self, texts: Mapping[str, str], values: dict[str, Any]) -> None:
        """Marks what the file leaves empty, so that the site's value is taken away."""
        for key, text in texts.items():
            if not text.strip() and key not in KEPT_WHEN_BLANK:
                values.setdefault(key, None)

    def _texts(self, cells: Sequence[str], edits: Mapping[str, Any]) -> dict[str, str]:
        texts = {}
        for key in self.cleaners:
            place = self.places.get(key, -1)
            text = cells[place] if 0 <= place < len(cells) else ""
            texts[key] = text if text.strip() else self.constants.get(key, "")
        for key, typed in edits.items():
            if key in FIELDS:
                texts[key] = ";".join(typed) if isinstance(typed, list) else _as_text(typed)
        return texts

    def _values(self, texts: dict[str, str], issues: list[Issue]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, text in texts.items():
            if not text or key in {"zip", "address"}:
                continue
            self._take(key, text, _clean(self.cleaners.get(key), key, text), values, issues)
        if texts.get("zip"):
            cleaned = clean_zip(texts["zip"], values.get("state"))
            self._take("zip", texts["zip"], cleaned, values, issues)
        if texts.get("address"):
            self._take_address(texts["address"], values, issues)
        return values

    def _take(
        self, key: str, text: str, cleaned: Cleaned, values: dict[str, Any], issues: list[Issue]
    ) -> None:
        if cleaned.value is not None:
            values[key] = cleaned.value
        if cleaned.notes:  # to find that there are none takes a tenth of a generator's time
            issues.extend(issue_of(key, note, text) for note in cleaned.notes)

    def _take_address(self, text: str, values: dict[str, Any], issues: list[Issue]) -> None:
        """The parts of a one-string address, where no column of their own gives them."""
        cleaned = clean_address(text, self.gazetteer)
        # A fix of one part must not replace the whole string, so these are solved by hand.
        notes = [note._replace(suggestion=None) for note in cleaned.notes]
        issues += [issue_of("address", note, text) for note in notes]
        for part, value in zip(ADDRESS_PARTS, cleaned.value or (), strict=False):
            if value:
                values.setdefault(part, value)


def _clean(cleaner: Cleaner | None, key: str, text: str) -> Cleaned:
    return (cleaner or FIELDS[key].clean)(text)


def _as_text(typed: Any) -> str:
    """What a person typed, or a suggestion they accepted, as the text its cleaner reads."""
    if typed is None:
        return ""
    return typed if isinstance(typed, str) else str(typed)
