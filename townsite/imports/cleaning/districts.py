"""Districts by code, by name or by a name that is nearly right (domain section 9)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from townsite.imports.cleaning.notes import NOTHING, WARN, Cleaned, Note
from townsite.imports.cleaning.options import folded
from townsite.imports.cleaning.text import clean_text

PREFIX = re.compile(r"^(?:d|dist|district)\s*[-–:]\s*", re.IGNORECASE)
SIMILAR = 80


class Districts:
    """The territories that may be named in a file, by code and by name."""

    def __init__(self, territories: Iterable[tuple[str, str]]) -> None:
        self.names = dict(territories)
        self.by_word = {_key(name): code for code, name in self.names.items()}
        self.by_word |= {folded(code): code for code in self.names}
        self.clean = lru_cache(maxsize=2_000)(self._clean)

    def _clean(self, text: str) -> Cleaned:
        """The code of a territory; an unknown one is noted, with the most similar suggested."""
        cleaned = clean_text(text)
        if not cleaned.value:
            return NOTHING
        code = self.by_word.get(_key(cleaned.value)) or self.by_word.get(folded(cleaned.value))
        if code:
            return Cleaned(code)
        return Cleaned(None, (self._unknown(cleaned.value),))

    def _unknown(self, name: str) -> Note:
        best = process.extractOne(
            _key(name), self.by_word.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR
        )
        if best is None:
            message = f"There is no district “{name}”; the site stays unassigned."
            return Note("unknown_district", WARN, message)
        code = self.by_word[best[0]]
        message = f"There is no district “{name}”. Maybe {self.names[code]} ({code}) is meant."
        return Note("similar_district", WARN, message, code)


def _key(name: str) -> str:
    return folded(PREFIX.sub("", name))
