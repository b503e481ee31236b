"""The search box's language: words, "phrases" and `name:value` tokens, each with `-` to exclude.

Any text can be read, and what was read can be written so that reading it again gives the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_NAME = re.compile(r"([A-Za-z_]+):")
_PHRASE = re.compile(r'"([^"]*)"?')
_WORD = re.compile(r'[^\s"\x00-\x1f\x7f]+')
# After closing quotes a value may go on: near:"Atlanta, GA"<50mi
_VALUE = re.compile(r'"([^"]*)"?([^\s,"\x00-\x1f\x7f]*)|([^\s,"\x00-\x1f\x7f]+)')
_NEEDS_QUOTES = re.compile(r"[\s,]|^$")


@dataclass(frozen=True)
class Value:
    """One value of a token; `tail` is what follows closing quotes."""

    text: str
    tail: str = ""

    def __str__(self) -> str:
        quoted = bool(self.tail) or bool(_NEEDS_QUOTES.search(self.text))
        return f'"{self.text}"{self.tail}' if quoted else self.text


@dataclass(frozen=True)
class Term:
    """A word or phrase (`text`), or a token (`name` with its `values`, any of which may hold)."""

    text: str = ""
    name: str = ""
    values: tuple[Value, ...] = ()
    is_phrase: bool = False
    is_negated: bool = False

    def __str__(self) -> str:
        if self.name:
            body = f"{self.name}:{','.join(str(value) for value in self.values)}"
        else:
            body = f'"{self.text}"' if self.is_phrase else self.text
        return f"-{body}" if self.is_negated else body


def read(text: str) -> tuple[Term, ...]:
    """What the text says, term by term. Never raises: what is no token is words."""
    terms: list[Term] = []
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space:
            at = space.end()
            continue
        term, at = _term(text, at)
        if term:
            terms.append(term)
    return tuple(terms)


def write(terms: Iterable[Term]) -> str:
    """The text that reads as these terms."""
    return " ".join(str(term) for term in terms)


def _term(text: str, at: int) -> tuple[Term | None, int]:
    """The term that begins at `at`, if it says anything, and where it ends."""
    is_negated = text[at] == "-"
    start = at + is_negated
    phrase = _PHRASE.match(text, start)
    if phrase:
        said = _SPACE.sub(" ", phrase[1]).strip()
        term = Term(text=said, is_phrase=True, is_negated=is_negated) if said else None
        return term, phrase.end()
    named = _NAME.match(text, start)
    if named:
        values, end = _values(text, named.end())
        return Term(name=named[1].lower(), values=values, is_negated=is_negated), end
    word = _WORD.match(text, start)
    if not word:  # a lone minus
        return None, start
    return replace(Term(text=word[0]), is_negated=is_negated), word.end()


def _values(text: str, at: int) -> tuple[tuple[Value, ...], int]:
    """The comma-separated values that begin at `at`; empty ones say nothing."""
    values: list[Value] = []
    while True:
        found = _VALUE.match(text, at)
        if found:
            at = found.end()
            said = _SPACE.sub(" ", found[1]).strip() if found[1] is not None else found[3]
            values.append(Value(said, found[2] or ""))
        if at < len(text) and text[at] == ",":
            at += 1
            continue
        return tuple(values), at
