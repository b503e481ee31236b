"""Names of towns as people write them, brought to one form so that spellings meet."""

import re
import unicodedata
from functools import lru_cache

# Abbreviations of USPS Publication 28, appendix D, and of the names' own first words.
_WHOLE_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "pt": "point",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_INSIDE_WORDS = re.compile("['’‘ʻ`.]")


@lru_cache(maxsize=20_000)
def place_key(name: str) -> str:
    """The name in plain lower-case letters with its first abbreviation written out.

    >>> place_key("St. Louis"), place_key("Cañon-City"), place_key("Coeur d'Alene")
    ('saint louis', 'canon city', 'coeur dalene')
    """
    decomposed = unicodedata.normalize("NFKD", _INSIDE_WORDS.sub("", name.casefold()))
    plain = decomposed.encode("ascii", "ignore").decode()
    words = _NOT_WORDS.sub(" ", plain).split()
    # Only a first word is abbreviated safely: "Port St Lucie" too, but "Avenue S" not.
    return " ".join(
        _WHOLE_WORDS.get(word, word) if first or word in {"st", "ste"} else word
        for first, word in _with_first(words)
    )


def _with_first(words: list[str]) -> list[tuple[bool, str]]:
    return [(index == 0 and len(words) > 1, word) for index, word in enumerate(words)]
