"""Problems of a row, as they are stored, shown, grouped and solved."""

from typing import Any, NotRequired, TypedDict

from townsite.imports.cleaning.notes import Note


class Issue(TypedDict):
    """One problem of one value.

    `fix` maps fields to the values to take instead (None clears); `new_only` marks a problem
    that only matters when the row becomes a new site.
    """

    field: str
    code: str
    severity: str
    value: str
    message: str
    fix: NotRequired[dict[str, Any]]
    new_only: NotRequired[bool]


LONGEST_VALUE = 200
# Fixes that are no field's value: what to do with the row.
SKIP = {"$skip": True}
REPAIRED = {"$repaired": True}

# Problems that are alike only when they are mended alike: all misspellings of one word are one
# decision. Where nothing is suggested, each value needs its own.
ALIKE_BY_MENDING = frozenset(
    ["unknown_choice", "similar_district", "unknown_district", "not_a_state"]
)
# What such a problem of a row, the jsonb `i`, has in common with those that are alike.
MENDING = "CASE WHEN i ? 'fix' THEN i ->> 'fix' ELSE i ->> 'value' END"


def issue_of(field: str, note: Note, value: str) -> Issue:
    """The note on a field's value, with its suggestion as a fix."""
    found = Issue(
        field=field,
        code=note.code,
        severity=note.severity,
        value=value[:LONGEST_VALUE],
        message=note.message,
    )
    if note.suggestion is not None:
        found["fix"] = {field: None if note.suggestion == "" else note.suggestion}
    return found


def row_issue(
    field: str,
    code: str,
    severity: str,
    message: str,
    *,
    value: str = "",
    fix: dict[str, Any] | None = None,
    new_only: bool = False,
) -> Issue:
    """A problem that arises from several values of a row."""
    found = Issue(field=field, code=code, severity=severity, value=value, message=message)
    if fix is not None:
        found["fix"] = fix
    if new_only:
        found["new_only"] = True
    return found
