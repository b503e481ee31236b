"""Suites, floors and PO boxes inside a street line."""

import re

UNIT = re.compile(
    r"""(?:,\s*|\s+)(
        (?:suite|ste|unit|apt|apartment|room|rm|bldg|building|floor|fl|dept|department|penthouse
           |space|spc|mail\ ?stop)\b\.?\s*\#?\s*[\w-]{1,8}(?:[ ,&-]+[\dA-Z]{1,4})*
        | \#\s*[\w-]{1,8}
        | \d{1,3}(?:st|nd|rd|th)\s+fl(?:oor|r)?\b\.?
    )\s*,?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
PO_BOX = re.compile(
    r"\bp\.?\s*o\.?\s*box\b|\bpost\s+office\s+box\b|^\s*box\s+\#?\d+", re.IGNORECASE
)


def split_unit(street: str) -> tuple[str, str]:
    """The street line and the suite at its end: (“12 Pier Rd”, “Suite 200”)."""
    found = UNIT.search(street)
    if found is None or not found.start():
        return street, ""
    return street[: found.start()].rstrip(" ,"), found.group(1).strip(" ,")


def is_po_box(street: str) -> bool:
    """Whether the line names a PO box, which is no place on a map."""
    return PO_BOX.search(street) is not None
