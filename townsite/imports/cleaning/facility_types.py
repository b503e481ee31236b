"""Guessing a site's type from its name: only a suggestion, names mislead (domain section 9)."""

import re

# In this order: “Airport Marriott Hotel” is a hotel, and most names with “airport” are hotels.
WORDS = {
    "hotel": "hotel inn suite suites motel lodge resort marriott hilton hyatt sheraton westin "
    "doubletree hampton courtyard ritz fairmont kimpton hostel spa",
    "medical": "hospital hospitals medical clinic health healthcare rehab rehabilitation surgical "
    "surgery cancer infirmary nursing hospice children's wellness physicians dental psychiatric",
    "airport": "airport airfield terminal heliport seaplane intl",
    "mixed_use": "mixed-use village commons university college",
    "event": "arena stadium convention theater theatre amphitheater museum ballpark coliseum",
    "retail": "mall shopping outlets market marketplace galleria restaurant store",
    "residential": "apartment apartments condo condos condominiums lofts residences flats",
    "corporate": "office headquarters hq corporate tower plaza courthouse center centre inc corp "
    "llc company cos group building bldg",
}
PATTERNS = {
    kind: re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)
    for kind, words in WORDS.items()
}


def guessed_type(name: str) -> str:
    """The likeliest facility type of a site of this name; "" when nothing hints at one."""
    return next((kind for kind, pattern in PATTERNS.items() if pattern.search(name)), "")
