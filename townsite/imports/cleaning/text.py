"""Text: spaces, invisible characters, broken encodings and the many ways to write “nothing”."""

import re
import unicodedata
from functools import lru_cache

from townsite.imports.cleaning.notes import NOTHING, WARN, Cleaned, Note, refused

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
FORCED_TEXT = re.compile(r'^="(.*)"$')  # the spreadsheet trick that keeps leading zeros
# "na" alone is left out: it is a word of names (“Na Pali”) more often than “not available”.
NOTHINGS = frozenset(
    [
        "null",
        "(null)",
        "<null>",
        "\\n",
        "n/a",
        "#n/a",
        "nan",
        "none",
        "nil",
        "-",
        "--",
        "---",
        "\u2013",
        "\u2014",
        ".",
        "?",
        "tbd",
        "unknown",
    ]
) | {"not available", "not applicable", "no data", "(blank)"}
SHEET_ERRORS = frozenset(
    ["#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#spill!", "#getting_data"]
)
MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ™œšžŸ\u2018-\u2022]")


def tidy(text: str) -> str:
    """The text in NFC, on one line, with single spaces and without invisible characters.

    Empty when it only says that there is nothing (NULL, N/A, …). Quotes keep their form.
    """
    # Most cells are plain already; looking that up in a cache would take longer than seeing it.
    is_plain = text.isascii() and text.isprintable() and "  " not in text
    if is_plain and text[:1].isalnum() and text[-1:] != " ":
        return "" if text.lower() in NOTHINGS else text
    return _tidied(text)


@lru_cache(maxsize=20_000)
def _tidied(text: str) -> str:
    forced = FORCED_TEXT.match(text.strip())
    plain = forced.group(1) if forced else text
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", plain))
    plain = " ".join(plain.split())
    return "" if plain.casefold() in NOTHINGS else plain


def clean_text(text: str, *, longest: int = 150) -> Cleaned:
    """One line of text of at most `longest` characters."""
    value = tidy(BREAK.sub(", ", text))
    if not value:
        return NOTHING
    if value.casefold() in SHEET_ERRORS:
        return refused("sheet_error", f"“{value}” is a spreadsheet's error, not a value.", "")
    if value[0] == "=" and len(value) > 1:
        return refused("formula", f"“{value[:60]}” is a formula. Put its result here.", "")
    if len(value) > longest:
        return refused(
            "too_long",
            f"{len(value)} characters; at most {longest} fit.",
            value[:longest].rsplit(" ", 1)[0] or value[:longest],
        )
    return Cleaned(value, mojibake_notes(value))


def mojibake_notes(value: str) -> tuple[Note, ...]:
    """A note when UTF-8 was once read as Windows-1252 (“â€™” for “’”), with the text repaired."""
    if value.isascii() or not MOJIBAKE.search(value):
        return ()
    try:
        repaired = unicodedata.normalize("NFC", value.encode("cp1252").decode("utf-8"))
    except UnicodeError:
        return ()
    return (Note("encoding", WARN, "Letters were damaged by a wrong encoding.", repaired),)
