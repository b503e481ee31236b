"""What a filter is: a key of the search language with its meaning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from townsite.directory.conditions import Condition


@dataclass(frozen=True)
class Filter:
    """One key: how it is called, what it accepts, and what it means as SQL.

    `build` raises SearchProblem for a value it cannot make sense of.
    """

    key: str
    label: str
    example: str
    build: Callable[[str, datetime], Condition]
    options: tuple[tuple[str, str], ...] = ()
