"""What each column becomes, and what holds for the whole file."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from townsite.imports.choices import Blank, MatchKey
from townsite.imports.cleaning.options import folded
from townsite.imports.errors import MappingRefused
from townsite.imports.fields import FIELDS

DEFAULT_SYSTEM = "import"
LONGEST_SYSTEM = 40


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """`columns` holds a field's key, or "", for each column of the file, in order."""

    columns: tuple[str, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    match_key: MatchKey = MatchKey.NUMBER
    blank: Blank = Blank.KEEP
    external_system: str = DEFAULT_SYSTEM

    @property
    def taken(self) -> set[str]:
        """Every field that gets a value from a column or a constant."""
        return {key for key in self.columns if key} | set(self.constants)

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored and remembered."""
        return {
            "columns": list(self.columns),
            "constants": dict(self.constants),
            "match_key": str(self.match_key),
            "blank": str(self.blank),
            "external_system": self.external_system,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ColumnMap":
        """The reverse of `as_json`."""
        return cls(
            columns=tuple(stored["columns"]),
            constants=dict(stored["constants"]),
            match_key=MatchKey(stored["match_key"]),
            blank=Blank(stored["blank"]),
            external_system=stored["external_system"],
        )


def checked_map(column_map: ColumnMap, header: Sequence[str]) -> ColumnMap:
    """The map, when a check can begin with it.

    Raises MappingRefused for a field taken by two columns, an unknown field, a constant that its
    field does not accept, or a match key that no column gives.
    """
    doubles = [key for key, times in Counter(filter(None, column_map.columns)).items() if times > 1]
    problems = {
        **{key: [_twice(key, column_map, header)] for key in doubles if key in FIELDS},
        **{key: ["There is no such field."] for key in column_map.taken - set(FIELDS)},
        **_constant_problems(column_map),
        **_match_problems(column_map),
    }
    if problems:
        first = next(iter(problems.values()))[0]
        raise MappingRefused(first, fields=problems)
    return column_map


def _twice(key: str, column_map: ColumnMap, header: Sequence[str]) -> str:
    names = [name for name, each in zip(header, column_map.columns, strict=False) if each == key]
    return f"{FIELDS[key].label} is taken by {len(names)} columns: {', '.join(names)}. Keep one."


def _constant_problems(column_map: ColumnMap) -> dict[str, list[str]]:
    found = {}
    for key, text in column_map.constants.items():
        notes = FIELDS[key].clean(text).notes if key in FIELDS else ()
        errors = [note.message for note in notes if note.severity == "error"]
        if errors:
            found[key] = errors
    return found


def _match_problems(column_map: ColumnMap) -> dict[str, list[str]]:
    key = column_map.match_key
    if key != MatchKey.NONE and key not in column_map.columns:
        return {"match_key": [f"Rows are to be matched by {key.label}, but no column gives it."]}
    if "external_id" in column_map.columns and not column_map.external_system.strip():
        return {"external_system": ["Name the system that the external ids come from."]}
    if not column_map.taken:
        return {"columns": ["Assign at least one column to a field."]}
    return {}


def signature(header: Sequence[str]) -> str:
    """A key under which the map of a file with this header is remembered."""
    return hashlib.sha256("\x1f".join(map(folded, header)).encode()).hexdigest()
