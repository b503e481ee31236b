"""Names of sites, towns and streets."""

import re

from townsite.imports.cleaning.casing import is_one_case, title_case
from townsite.imports.cleaning.notes import INFO, Cleaned, Note, refused
from townsite.imports.cleaning.text import clean_text, tidy

LONGEST_NAME = 100
# The signs a site's name may not hold (sites.models.site), and what people mean by them.
REFUSED = re.compile(r"[<>\"{}|\\^`~=\[\]@$%*+?;_]")
MEANT: dict[str, str | int | None] = {
    "@": " at ",
    "+": " and ",
    "_": " ",
    "|": "-",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    ";": ",",
}
DROPPED = {ord(sign): None for sign in r'<>"\^`~=$%*?'}
QUOTED = re.compile(r'"([^"]*)"')


def clean_name(text: str) -> Cleaned:
    """A site's name; capitals only are noted with title case as the suggestion."""
    # Lists cut apart at commas leave one behind; no name ends in it.
    cleaned = clean_text(text.strip().rstrip(",; "), longest=LONGEST_NAME)
    value = cleaned.value
    if value is None:
        return cleaned
    found = sorted(set(REFUSED.findall(value)))
    if found:
        return refused(
            "characters",
            f"A name cannot hold {' '.join(found)}.",
            tidy(QUOTED.sub("“\\1”", value).translate(str.maketrans(MEANT)).translate(DROPPED)),
        )
    return Cleaned(value, cleaned.notes + case_notes(value))


def clean_place_name(text: str) -> Cleaned:
    """A town's name without the comma that a split address leaves behind."""
    cleaned = clean_text(text.strip().rstrip(",;"), longest=80)
    if cleaned.value is None:
        return cleaned
    return Cleaned(cleaned.value, cleaned.notes + case_notes(cleaned.value))


def case_notes(value: str) -> tuple[Note, ...]:
    """A note when all letters are capitals, or all are small, with title case suggested."""
    if not is_one_case(value):
        return ()
    suggestion = title_case(value)
    if suggestion == value:
        return ()
    how = "capitals" if value.isupper() else "small letters"
    return (Note("one_case", INFO, f"All in {how}.", suggestion),)


def clean_street(text: str) -> Cleaned:
    """A street line; a suite at its end is suggested for the second line by the checker."""
    cleaned = clean_text(text)
    if cleaned.value is None:
        return cleaned
    return Cleaned(cleaned.value, cleaned.notes + case_notes(cleaned.value))
