"""Words for the closed vocabularies: what files write, and what Townsite stores."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from townsite.imports.cleaning.notes import NOTHING, WARN, Cleaned, Note, refused
from townsite.imports.cleaning.text import tidy

SIMILAR = 0.88  # forgives swapped letters, which a ratio counts twice
NOT_LETTERS = re.compile(r"[\W_]+")
TRUE = frozenset(["true", "yes", "y", "t", "1", "x", "on", "24/7", "24 7", "24 hours", "always"])
FALSE = frozenset(["false", "no", "n", "f", "0", "off"])


def folded(text: str) -> str:
    """Small letters and digits with single spaces, for comparing words."""
    return NOT_LETTERS.sub(" ", text.casefold()).strip()


class Vocabulary:
    """A closed set of values, each with the words people use for it."""

    def __init__(self, name: str, words: Mapping[str, str]) -> None:
        self.name = name
        self.values = tuple(words)
        self.by_word = {folded(value): value for value in words} | {
            folded(word): value for value, line in words.items() for word in line.split(",") if word
        }
        self.clean = lru_cache(maxsize=2_000)(self._clean)

    def _clean(self, text: str) -> Cleaned:
        """The stored value of a word; a near miss is refused with the likeliest as suggestion."""
        value = tidy(text)
        if not value:
            return NOTHING
        known = self.by_word.get(folded(value))
        if known is not None:
            return Cleaned(known)
        return refused(
            "unknown_choice",
            f"“{value[:40]}” is no {self.name}. Known are: {', '.join(self.values)}.",
            self.nearest(value),
        )

    def nearest(self, text: str) -> str | None:
        """The value whose words come nearest to the text, if any is near."""
        best = process.extractOne(
            folded(text),
            self.by_word.keys(),
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=SIMILAR,
        )
        return self.by_word[best[0]] if best else None


def clean_yes_no(text: str) -> Cleaned:
    """True or false, from the usual words."""
    value = tidy(text).casefold()
    if not value:
        return NOTHING
    if value in TRUE or value in FALSE:
        return Cleaned(value in TRUE)
    return refused("not_yes_no", f"“{value[:40]}” is neither yes nor no.")


def clean_country(text: str) -> Cleaned:
    """The United States as “US”; others are kept by their first two letters and noted."""
    value = tidy(text).upper().replace(".", "")
    if not value:
        return NOTHING
    if value in {"US", "USA", "UNITED STATES", "UNITED STATES OF AMERICA", "AMERICA"}:
        return Cleaned("US")
    message = f"“{value[:40]}” is abroad; addresses and ZIP codes are only checked for the US."
    return Cleaned("US", (Note("abroad", WARN, message),))
