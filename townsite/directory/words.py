"""How the plain words of a search are understood, against the portfolio's own vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from rapidfuzz.distance import OSA

MOST_CORRECTIONS = 5
# Up to this length one slip is forgiven, beyond it two; shorter words are taken as they are.
ONE_SLIP = 7
SITE_NUMBER_LENGTHS = (4, 5, 6)


@dataclass(frozen=True)
class Reading:
    """One word as typed, the text-search query it becomes, and what it was corrected to."""

    typed: str
    tsquery: str
    corrections: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def in_names(self) -> str:
        """The query, found in a site's name and number only (weight A)."""
        parts = self.tsquery.split(" | ")
        return " | ".join(f"{part}A" if part.endswith(":*") else f"{part}:A" for part in parts)


def read_words(words: Sequence[str]) -> list[Reading]:
    """A reading for each part of the words that can be looked up, in one statement.

    A known word or beginning of one is taken as it is; any other becomes the few known words that
    it may be a slip of.
    """
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM directory_read_words(%s::text[])", [list(words)])
        return [_reading(*row) for row in cursor.fetchall()]


def _reading(lexeme: str, is_known: bool, candidates: list[str] | None) -> Reading:
    if lexeme.isdecimal():
        numbers = _numbers(lexeme)
        query = " | ".join([f"{quoted(lexeme)}:*", *map(quoted, numbers)])
        return Reading(lexeme, query, numbers=numbers)
    if is_known:
        return Reading(lexeme, f"{quoted(lexeme)}:*")
    corrections = _likely(lexeme, candidates or [])
    return Reading(
        lexeme, " | ".join(quoted(word) for word in corrections) or quoted(lexeme), corrections
    )


def _likely(typed: str, candidates: list[str]) -> tuple[str, ...]:
    """The nearest few; two swapped letters are one slip (optimal string alignment)."""
    most = 1 if len(typed) <= ONE_SLIP else 2
    distances = {word: OSA.distance(typed, word) for word in candidates}
    near = [word for word in candidates if distances[word] <= most]
    return tuple(sorted(near, key=distances.__getitem__)[:MOST_CORRECTIONS])


def _numbers(digits: str) -> tuple[str, ...]:
    """The site numbers that digits may be, with the zeros that spreadsheets lose."""
    bare = digits.lstrip("0")
    return tuple(bare.zfill(length) for length in SITE_NUMBER_LENGTHS if len(bare) <= length)


def quoted(lexeme: str) -> str:
    """The lexeme as the text form of a tsquery writes it."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
