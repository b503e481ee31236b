"""From what was asked to one condition over sites, with every problem explained."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from townsite.directory.errors import BadToken
from townsite.directory.fragments import (
    NO_SITE,
    SITE,
    Condition,
    all_of,
    negated,
)
from townsite.directory.grammar import Term
from townsite.directory.shapes import Shape, read_shapes
from townsite.directory.tokens import SYNONYMS, TOKENS, nearest
from townsite.directory.words import Reading, quoted, read_words
from townsite.sites.models.search_document import as_words

MOST_TERMS = 60
NOT_MERGED = Condition(f"{SITE}.status <> 'merged'")
_MATCHES = f"{SITE}.search_vector @@ %s::tsquery"
_PHRASE = f"{SITE}.search_vector @@ phraseto_tsquery('simple', {as_words('%s')})"


@dataclass(frozen=True)
class Problem:
    """A term that was not understood, why, and the term that was probably meant."""

    term: Term
    detail: str
    suggestion: str = ""


@dataclass(frozen=True)
class Compiled:
    """A condition, and how its words were read."""

    condition: Condition
    problems: list[Problem]
    readings: list[Reading]
    phrases: list[str]
    shapes: list[Shape]

    @property
    def tsquery(self) -> str:
        """The words asked for as one text-search query; empty without words."""
        return " & ".join(f"({reading.tsquery})" for reading in self.readings)

    @property
    def rank_tsquery(self) -> str:
        """Words and the words of phrases, for telling how well a site matches."""
        parts = [f"({reading.tsquery})" for reading in self.readings]
        parts += [quoted(word) for phrase in self.phrases for word in _letters(phrase)]
        return " & ".join(parts)

    @property
    def site_numbers(self) -> list[str]:
        """The site numbers that the words may be, lost zeros put back."""
        return [number for reading in self.readings for number in reading.numbers]

    @property
    def plain_words(self) -> str:
        """The words for comparing with names: corrected where they were."""
        words = [
            reading.corrections[0] if reading.corrections else reading.typed
            for reading in self.readings
        ]
        return " ".join([*words, *self.phrases])


def compile_terms(terms: Sequence[Term], shapes: Mapping[str, str]) -> Compiled:
    """The condition under which a site matches. With a problem nothing matches.

    A filter that is not understood must not widen what a bulk edit touches.
    """
    problems: list[Problem] = []
    parts = [] if _asks_for_merged(terms) else [NOT_MERGED]
    parts += _tokens(terms, problems)
    drawn = _shapes(shapes, problems)
    parts += [shape.condition for shape in drawn]
    readings, conditions = _words(terms)
    parts += conditions
    phrases = [term.text for term in terms if term.is_phrase and not term.is_negated]
    whole = NO_SITE if problems else all_of(parts)
    return Compiled(whole, problems, readings, phrases, drawn)


def _asks_for_merged(terms: Sequence[Term]) -> bool:
    """Merged sites are history: they show when their status or number is asked for."""
    return any(term.name in {"status", "number"} and not term.is_negated for term in terms)


def _tokens(terms: Sequence[Term], problems: list[Problem]) -> list[Condition]:
    conditions = []
    if len(terms) > MOST_TERMS:
        problems.append(Problem(terms[-1], f"A search has at most {MOST_TERMS} words and filters."))
        return []
    for term in (term for term in terms if term.name):
        try:
            condition = _token(term)
        except BadToken as problem:
            problems.append(Problem(term, problem.detail, problem.suggestion))
        else:
            conditions.append(negated(condition) if term.is_negated else condition)
    return conditions


def _token(term: Term) -> Condition:
    token = TOKENS.get(SYNONYMS.get(term.name, term.name))
    if token is None:
        likely = nearest(term.name, [*TOKENS, *SYNONYMS])
        values = ",".join(str(value) for value in term.values)
        raise BadToken(
            f"There is no filter “{term.name}:”. To look for the words themselves, put them "
            "between quotes.",
            suggestion=f"{SYNONYMS.get(likely, likely)}:{values}" if likely else f'"{term}"',
        )
    return token.condition(term.values)


def _shapes(shapes: Mapping[str, str], problems: list[Problem]) -> list[Shape]:
    try:
        return read_shapes(shapes)
    except BadToken as problem:
        problems.append(Problem(Term(text="area"), problem.detail))
        return []


def _letters(phrase: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", phrase.lower())


def _words(terms: Sequence[Term]) -> tuple[list[Reading], list[Condition]]:
    """The readings of the words asked for, and the conditions of all words and phrases."""
    words = [term for term in terms if term.text and not term.is_phrase]
    wanted = read_words([term.text for term in words if not term.is_negated])
    conditions = [Condition(_MATCHES, (reading.tsquery,)) for reading in wanted]
    for term in terms:
        if term.is_phrase and not term.is_negated:
            conditions.append(Condition(_PHRASE, (term.text,)))
        elif term.text and term.is_negated:
            # What is excluded is meant as written: a correction would exclude too much.
            conditions.append(negated(Condition(_PHRASE, (term.text,))))
    return wanted, conditions
