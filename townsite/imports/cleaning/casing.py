"""Title case for names and streets that arrive in capitals or all small."""

import re

SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "del",
        "for",
        "in",
        "la",
        "of",
        "on",
        "or",
        "the",
        "to",
        "y",
    ]
)
CAPITALS = frozenset(
    [
        "AFB",
        "AT&T",
        "CVS",
        "FBI",
        "GSA",
        "HCA",
        "IBM",
        "ICU",
        "II",
        "III",
        "IV",
        "IX",
        "JFK",
        "LAX",
        "LLC",
        "LLP",
        "MD",
        "NASA",
        "NE",
        "NW",
        "NYC",
        "PC",
        "PGA",
        "PLLC",
        "PO",
        "RR",
        "SE",
        "SSA",
        "SW",
        "UCLA",
        "UPMC",
        "US",
        "USA",
        "USDA",
        "USPS",
        "VA",
        "VI",
        "VII",
        "VIII",
        "XI",
        "XII",
        "YMCA",
        "YWCA",
    ]
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")
VOWEL = re.compile(r"[AEIOUYaeiouy]")
ORDINAL = re.compile(r"^\d+(st|nd|rd|th)$", re.IGNORECASE)
SHORT_WORDS = frozenset(
    [
        "ST",
        "DR",
        "RD",
        "BLVD",
        "HWY",
        "PKWY",
        "PL",
        "CT",
        "LN",
        "FT",
        "MT",
        "SQ",
        "JR",
        "SR",
        "MR",
        "MRS",
        "STE",
        "FL",
        "APT",
        "CTR",
    ]
)
FEWEST_LETTERS = 4
LONGEST_ABBREVIATION = 4


def is_one_case(text: str) -> bool:
    """Whether the letters, at least four, are all capitals or all small."""
    letters = sum(map(str.isalpha, text))
    return letters >= FEWEST_LETTERS and (text.isupper() or text.islower())


def title_case(text: str) -> str:
    """The text as a name is written: “ST. JOSEPH'S HOSPITAL II” to “St. Joseph's Hospital II”.

    A suggestion for people to accept, never more: “McKinsey” cannot be known from capitals.
    """
    shouted = text.isupper()
    words = list(WORD.finditer(text))
    last = len(words) - 1
    pieces, end = [], 0
    for place, word in enumerate(words):
        pieces.append(text[end : word.start()])
        pieces.append(_cased(word.group(), shouted=shouted, inner=0 < place < last))
        end = word.end()
    return "".join([*pieces, text[end:]])


def _cased(word: str, *, shouted: bool, inner: bool) -> str:
    upper = word.upper()
    if upper in CAPITALS:
        return upper
    if inner and word.lower() in SMALL:
        return word.lower()
    if ORDINAL.match(word):
        return word.lower()
    if shouted and _is_abbreviation(upper):
        return upper
    if any(map(str.isdigit, word)):
        return upper
    return _capitalized(word)


def _is_abbreviation(upper: str) -> bool:
    return (
        len(upper) <= LONGEST_ABBREVIATION and upper not in SHORT_WORDS and not VOWEL.search(upper)
    )


def _capitalized(word: str) -> str:
    lower = word.lower()
    if lower.startswith("mc") and len(lower) > len("mcx"):
        return "Mc" + lower[2:].capitalize()
    for mark in "'’":
        if lower.startswith((f"o{mark}", f"d{mark}")):
            return lower[:2].capitalize() + lower[2:].capitalize()
    return lower.capitalize()
