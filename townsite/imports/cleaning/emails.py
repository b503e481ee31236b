"""E-mail addresses, one or several in a cell."""

import re

from townsite.imports.cleaning.notes import INFO, NOTHING, WARN, Cleaned, Note, refused
from townsite.imports.cleaning.text import BREAK, tidy

SEPARATOR = re.compile(r"[;,\s|]+|<br\s*/?>", re.IGNORECASE)
EMAIL = re.compile(r"^[a-z0-9.!#$&'*+/=?^_`{|}~%-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}$")
LONGEST = 254  # RFC 5321 section 4.5.3.1.3, less the brackets
MOST = 25


def clean_email(text: str) -> Cleaned:
    """One address in small letters."""
    cleaned = clean_emails(text)
    if not cleaned.value:
        return cleaned
    first, *others = cleaned.value
    if others:
        return refused("several_emails", f"{len(others) + 1} addresses where one fits.", first)
    return Cleaned(first, cleaned.notes)


def clean_emails(text: str) -> Cleaned:
    """All addresses of the cell, in small letters, each once, in their order.

    They stand between semicolons, commas or line breaks, often with one too many at the end.
    """
    parts = [part for part in SEPARATOR.split(tidy(BREAK.sub(";", text))) if part.strip("<>'\"")]
    if not parts:
        return NOTHING
    found = [_plain(part) for part in parts]
    good = list(dict.fromkeys(each for each in found if _is_email(each)))
    bad = [each for each in found if not _is_email(each)]
    if not good:
        return refused("not_an_email", f"“{bad[0]}” is not an e-mail address.", "")
    return Cleaned(good[:MOST], (*_bad_notes(bad, good), *_double_notes(found, good)))


def _plain(part: str) -> str:
    return part.strip("<>'\"(),;").lower().removeprefix("mailto:").rstrip(".")


def _is_email(text: str) -> bool:
    return len(text) <= LONGEST and EMAIL.match(text) is not None


def _bad_notes(bad: list[str], good: list[str]) -> tuple[Note, ...]:
    if not bad:
        return ()
    left_out = ", ".join(bad)[:120]
    return (Note("not_an_email", WARN, f"Left out, no e-mail address: {left_out}", good[:MOST]),)


def _double_notes(found: list[str], good: list[str]) -> tuple[Note, ...]:
    doubles = len([each for each in found if each in good]) - len(good)
    if not doubles:
        return ()
    return (Note("double_email", INFO, f"{doubles} repeated address left out."),)
