"""Pieces of SQL conditions over one site, with their values bound."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# Stands for the alias of the site's row; no value holds a NUL, so it cannot be mistaken.
SITE = "\x00"


@dataclass(frozen=True)
class Condition:
    """SQL that is true or false for a site; `SITE` marks the place of the row's alias."""

    text: str
    values: tuple[Any, ...] = ()

    def over(self, alias: str) -> tuple[str, list[Any]]:
        """The SQL with the site's alias put in, and its values."""
        return self.text.replace(SITE, alias), list(self.values)


EVERY_SITE = Condition("TRUE")
NO_SITE = Condition("FALSE")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """True where each is; of nothing, every site."""
    return _joined(list(conditions), " AND ", EVERY_SITE)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """True where one is; of nothing, no site."""
    return _joined(list(conditions), " OR ", NO_SITE)


def negated(condition: Condition) -> Condition:
    """True where the other is false or unknown, so that a missing value counts as different."""
    return Condition(f"({condition.text}) IS NOT TRUE", condition.values)


def _joined(conditions: list[Condition], word: str, empty: Condition) -> Condition:
    if not conditions:
        return empty
    if len(conditions) == 1:
        return conditions[0]
    text = word.join(f"({each.text})" for each in conditions)
    return Condition(text, tuple(value for each in conditions for value in each.values))
