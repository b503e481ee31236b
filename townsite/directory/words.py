"""How the plain words of a search are understood, against the portfolio's own vocabulary."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from rapidfuzz.distance import OSA

MOST_CORRECTIONS = 5
# Up to this length one slip is forgiven, beyond it two; shorter words are taken as they are.
ONE_SLIP = 7
# A word that so many sites have is meant as it stands: to look for all that begins like it would
# read the hits of every such word ("hotel": half a second at a million sites, against 20 ms).
COMMON = 1_000
# One or two letters begin too much to be looked for ("Children's" ends in the word "s").
SHORTEST_BEGINNING = 3
SITE_NUMBER_LENGTHS = (4, 5, 6)


@dataclass(frozen=True)
class Reading:
    """One word as typed, the text-search query it becomes, and what it was corrected to."""

    typed: str
    tsquery: str
    corrections: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def read_words(words: Sequence[str]) -> list[Reading]:
    """A reading for each part of the words that can be looked up.

    A known word or beginning of one is taken as it is; any other becomes the few known words that
    it may be a slip of.
    """
    if not words:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        # Words with two slips share few trigrams; the edit distance decides afterwards.
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
        cursor.execute("SELECT * FROM directory_read_words(%s::text[])", [list(words)])
        return [_reading(*row) for row in cursor.fetchall()]


def _reading(lexeme: str, is_known: bool, sites: int, candidates: list[str] | None) -> Reading:
    if lexeme.isdecimal():
        numbers = _numbers(lexeme)
        query = " | ".join([f"{quoted(lexeme)}:*", *map(quoted, numbers)])
        return Reading(lexeme, query, numbers=numbers)
    if is_known:
        is_whole = sites >= COMMON or len(lexeme) < SHORTEST_BEGINNING
        return Reading(lexeme, quoted(lexeme) if is_whole else f"{quoted(lexeme)}:*")
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
