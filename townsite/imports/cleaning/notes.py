"""What a cleaner gives back: the value, and what it noticed."""

from collections.abc import Callable
from typing import Any, NamedTuple

ERROR, WARN, INFO = "error", "warn", "info"
SEVERITIES = (ERROR, WARN, INFO)


class Note(NamedTuple):
    """Something about one value. `suggestion` is the value to take instead; None when unknown.

    An empty text as suggestion means: import without this value.
    """

    code: str
    severity: str
    message: str
    suggestion: Any = None


class Cleaned(NamedTuple):
    """A value ready for the database (None: there is none) and the notes on it."""

    value: Any
    notes: tuple[Note, ...] = ()


NOTHING = Cleaned(None)

Cleaner = Callable[[str], Cleaned]


def refused(code: str, message: str, suggestion: Any = None) -> Cleaned:
    """No value and an error that says why."""
    return Cleaned(None, (Note(code, ERROR, message, suggestion),))
