"""Guessing what each column becomes, by its name and by its content together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from townsite.imports.choices import MatchKey
from townsite.imports.cleaning.options import folded
from townsite.imports.column_map import DEFAULT_SYSTEM, LONGEST_SYSTEM, ColumnMap
from townsite.imports.fields import FIELDS, Field
from townsite.imports.looks import share_that_looks_like

LEAST_CONFIDENCE = 0.5
SAMPLES_SHOWN = 4
NEARLY_ALL = 0.85
HALF = 0.5
# Kinds so distinct that content alone is enough, and how sure it then is.
BY_CONTENT = {
    "guid": 0.8, "gl_string": 0.9, "email": 0.75, "emails": 0.7, "district": 0.8, "address": 0.75,
    "state": 0.7, "latitude": 0.55, "longitude": 0.6, "phone": 0.65,
}  # fmt: skip
CONTENT_FIELD = {FIELDS[key].kind: key for key in FIELDS} | {"guid": "external_id"}
PREFIX = re.compile(r"^(?:bs|site|customer|facility|hospital|property|location|building|the) ")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
SIMILAR = 90
ALIAS_STEP = 0.005
EXACT = 0.95
# A look of theirs proves them, but its absence says nothing: districts have codes, too.
FREE_FORM = frozenset(["district"])


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column probably becomes; `field` is "" when nothing fits."""

    column: int
    name: str
    field: str
    confidence: float
    samples: tuple[str, ...]


def guessed_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Guess]:
    """One guess a column; each field is given to the column that fits it best."""
    columns = [[row[place] for row in rows if place < len(row)] for place in range(len(header))]
    scores = sorted(
        (
            (score, -place, key)
            for place, name in enumerate(header)
            for key, score in _scores(name, columns[place]).items()
            if score >= LEAST_CONFIDENCE
        ),
        reverse=True,
    )
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, negative_place, key in scores:
        if -negative_place not in chosen and key not in taken:
            chosen[-negative_place] = (key, score)
            taken.add(key)
    return [
        Guess(place, name, *chosen.get(place, ("", 0.0)), samples=_samples(columns[place]))
        for place, name in enumerate(header)
    ]


def guessed_map(guesses: Sequence[Guess]) -> ColumnMap:
    """The column map that the guesses amount to, with the surest match key."""
    columns = tuple(guess.field for guess in guesses)
    if "number" in columns:
        match_key = MatchKey.NUMBER
    else:
        match_key = MatchKey.EXTERNAL_ID if "external_id" in columns else MatchKey.NONE
    keyed = next((guess.name for guess in guesses if guess.field == "external_id"), "")
    # Ids of different systems must not meet; the column's name tells most of them apart.
    system = folded(keyed)[:LONGEST_SYSTEM] or DEFAULT_SYSTEM
    return ColumnMap(columns=columns, match_key=match_key, external_system=system)


def _scores(name: str, values: Sequence[str]) -> dict[str, float]:
    shares = {kind: share_that_looks_like(kind, values) for kind in {*_kinds(), "guid"}}
    in_words = (shares["name"] or 0.0) >= HALF
    scores = {
        field.key: _score(field, name, shares.get(field.kind), in_words=in_words)
        for field in FIELDS.values()
    }
    for kind, sure in BY_CONTENT.items():
        if (shares[kind] or 0.0) >= NEARLY_ALL:
            key = CONTENT_FIELD[kind]
            scores[key] = max(scores[key], sure)
    return scores


def _kinds() -> set[str]:
    return {field.kind for field in FIELDS.values()}


def _score(field: Field, name: str, share: float | None, *, in_words: bool) -> float:
    """Between 0 and 1: the name's likeness, taken down where the content speaks against it."""
    likeness = _likeness(field, name)
    if share is None or field.kind in FREE_FORM:
        return likeness * 0.9
    if share >= HALF:
        return likeness * (0.6 + 0.4 * share)
    # Strange words under the very name of a vocabulary are misspellings rather than another thing.
    is_misspelled = field.vocabulary and in_words and likeness >= EXACT
    return likeness * 0.6 if is_misspelled else 0.0


def _likeness(field: Field, name: str) -> float:
    whole = folded(CAMEL.sub(" ", name))
    joined = whole.replace(" ", "")
    bare = PREFIX.sub("", whole)
    best = 0.0
    for place, alias in enumerate((*field.aliases, folded(field.label))):
        exact = 1.0 - place * ALIAS_STEP
        if joined == alias.replace(" ", ""):
            return exact
        if bare == alias or joined.removeprefix("bs") == alias.replace(" ", ""):
            best = max(best, exact * 0.9)
        elif len(alias) > 4 and fuzz.ratio(whole, alias) >= SIMILAR:  # noqa: PLR2004 - short words differ by chance
            best = max(best, exact * 0.8)
    return best


def _samples(values: Sequence[str]) -> tuple[str, ...]:
    """Some different values, filled ones first come."""
    filled = dict.fromkeys(value.strip()[:60] for value in values if value.strip())
    return tuple(filled)[:SAMPLES_SHOWN]
