"""Keys: site numbers that lost their zeros, GUIDs, accounting prefixes and codes."""

import re

from townsite.imports.cleaning.notes import INFO, NOTHING, WARN, Cleaned, Note, refused
from townsite.imports.cleaning.text import clean_text, tidy

NUMBER = re.compile(r"^(?:site\s*)?#?\s*([0-9]{1,6})(?:\.0+)?$", re.IGNORECASE)
SHORTEST_NUMBER = 4
GUID = re.compile(
    r"^\{?([0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12})\}?$", re.IGNORECASE
)
GL_STRING = re.compile(r"^\d{2}-\d{2}-\d{4}-$")  # C-10: the trailing dash awaits the cost center
BARE_GL = re.compile(r"^(\d{2})-?(\d{2})-?(\d{4})-?$")


def clean_number(text: str) -> Cleaned:
    """A site number of four to six digits, lost leading zeros put back (“417” to “0417”)."""
    value = tidy(text)
    if not value:
        return NOTHING
    match = NUMBER.match(value)
    if match is None:
        return refused("not_a_number", f"“{value}” is not a site number of 4 to 6 digits.")
    digits = match.group(1)
    if int(digits) == 0:
        return refused("out_of_range", f"“{value}” is not a site number: all zeros.")
    if len(digits) < SHORTEST_NUMBER:
        padded = digits.zfill(SHORTEST_NUMBER)
        note = Note("lost_zero", INFO, f"“{value}” lost its leading zeros: {padded}.")
        return Cleaned(padded, (note,))
    return Cleaned(digits)


def clean_external_id(text: str) -> Cleaned:
    """A key of another system; GUIDs in small letters with dashes, so that case never matters."""
    cleaned = clean_text(text, longest=100)
    if cleaned.value is None:
        return cleaned
    guid = GUID.match(cleaned.value)
    if guid is None:
        return cleaned
    digits = guid.group(1).replace("-", "").lower()
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return Cleaned("-".join(parts))


def clean_gl_string(text: str) -> Cleaned:
    """An accounting prefix `NN-NN-NNNN-`; another form is kept and noted, patterns may vary."""
    cleaned = clean_text(text, longest=20)
    value = cleaned.value
    if value is None or GL_STRING.match(value):
        return cleaned
    bare = BARE_GL.match(value)
    suggestion = "-".join((*bare.groups(), "")) if bare else None
    note = Note("gl_form", WARN, f"“{value}” is not of the form 02-03-4799-.", suggestion)
    return Cleaned(value, (*cleaned.notes, note))
