"""SQL conditions over `s`, the site, with their bound values."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with `%s` placeholders and the values for them."""

    sql: str
    values: list[Any] = field(default_factory=list)

    def negated(self) -> "Condition":
        """Its opposite; a row about which nothing is known is not excluded by it."""
        return Condition(f"NOT coalesce(({self.sql}), false)", self.values)


def all_of(conditions: list[Condition]) -> Condition:
    """True where every condition is; true everywhere for none."""
    return _joined(conditions, " AND ", "true")


def any_of(conditions: list[Condition]) -> Condition:
    """True where any condition is; nowhere for none."""
    return _joined(conditions, " OR ", "false")


def _joined(conditions: list[Condition], word: str, empty: str) -> Condition:
    if not conditions:
        return Condition(empty)
    sql = word.join(f"({each.sql})" for each in conditions)
    return Condition(sql, [value for each in conditions for value in each.values])
