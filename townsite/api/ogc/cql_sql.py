"""Pieces of SQL that a filter is put together from, each of one kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townsite.common.errors import Invalid


@dataclass(frozen=True)
class Sql:
    """A piece of SQL, its values, and what kind of thing it is."""

    text: str
    values: tuple[Any, ...] = ()
    kind: str = "boolean"


def joined(word: str, parts: list[Sql]) -> Sql:
    return Sql(
        "(" + word.join(part.text for part in parts) + ")",
        tuple(value for part in parts for value in part.values),
    )


def of_kind(found: Sql, kind: str) -> Sql:
    if found.kind != kind:
        raise Invalid(f"The filter uses a {found.kind} where a {kind} belongs.")
    return found


def alike(left: Sql, right: Sql) -> tuple[Sql, Sql]:
    """Both sides, of one kind; a text beside a time is read as a time. Raises Invalid."""
    if left.kind == "time" and right.kind == "string" and right.values:
        right = Sql("%s::timestamptz", (moment(right.values[0]),), "time")
    if left.kind != right.kind:
        raise Invalid(f"The filter compares a {left.kind} with a {right.kind}.")
    return left, right


def moment(text: Any) -> str:
    try:
        datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Invalid(f"“{text}” is no date or time of ISO 8601.") from error
    return str(text)
