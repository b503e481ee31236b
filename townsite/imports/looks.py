"""What the values of a column look like, for guessing its field by content."""

import re
from collections.abc import Callable, Sequence

from townsite.imports.cleaning import vocabularies
from townsite.imports.cleaning.emails import EMAIL, SEPARATOR
from townsite.imports.cleaning.identifiers import GL_STRING, GUID
from townsite.imports.cleaning.options import Vocabulary, folded
from townsite.imports.cleaning.states import STATES_OF_PREFIX
from townsite.imports.cleaning.text import tidy
from townsite.sites.states import state_code

ZIP = re.compile(r"^(\d{5})(?:-?\d{4})?$|^\d{3,4}$")
PHONE = re.compile(
    r"^\(?\+?1?[ .-]?\(?\d{3}\)?[ .-]*\d{3}[ .-]*\d{4}(?:\s*(?:x|ext).*)?$", re.IGNORECASE
)
TAIL = re.compile(r"\b([A-Za-z]{2})[.,]?\s+(\d{5}(?:-?\d{4})?|\d{3,4})\s*$")
DECIMAL = re.compile(r"^-?\d{1,3}\.\d+$")
DISTRICT = re.compile(r"^D\s*[-–]\s*\S", re.IGNORECASE)
SITE_NUMBER = re.compile(r"^#?\d{1,6}(?:\.0)?$")
STREET = re.compile(r"\d.*[A-Za-z]|[A-Za-z].*\d")
DATE = re.compile(
    r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^[A-Za-z]{3,9}\.? \d|^\d{1,2}[ -][A-Za-z]{3}|^\d{5}$"
)
AMOUNT = re.compile(r"^\(?-?\$?[\d,]+(?:\.\d+)?\)?[kKmM]?$")
COUNTRIES = frozenset(["us", "usa", "u s", "u s a", "united states", "united states of america"])
LATITUDES, LONGITUDES = (13.0, 72.0), (-180.0, -64.0)  # the United States with its islands


def _degrees(low: float, high: float) -> Callable[[str], bool]:
    return lambda text: DECIMAL.match(text) is not None and low <= float(text) <= high


def _one_of(vocabulary: Vocabulary) -> Callable[[str], bool]:
    return lambda text: folded(text) in vocabulary.by_word


def _is_zip(text: str) -> bool:
    found = ZIP.match(text)
    return found is not None and (found.group(1) is None or text[:3] in STATES_OF_PREFIX)


def _is_address(text: str) -> bool:
    found = TAIL.search(text)
    return found is not None and state_code(found.group(1)) is not None


def _are_emails(text: str) -> bool:
    return any(EMAIL.match(part.lower()) for part in SEPARATOR.split(text))


LOOKS: dict[str, Callable[[str], bool]] = {
    "number": lambda text: SITE_NUMBER.match(text) is not None,
    "zip": _is_zip,
    "country": lambda text: folded(text) in COUNTRIES,
    "state": lambda text: state_code(text) is not None,
    "latitude": _degrees(*LATITUDES),
    "longitude": _degrees(*LONGITUDES),
    "email": lambda text: EMAIL.match(text.lower()) is not None,
    "emails": _are_emails,
    "phone": lambda text: PHONE.match(text) is not None,
    "gl_string": lambda text: GL_STRING.match(text) is not None,
    "guid": lambda text: GUID.match(text) is not None,
    "address": _is_address,
    "street": lambda text: STREET.search(text) is not None and not _is_address(text),
    "district": lambda text: DISTRICT.match(text) is not None,
    "date": lambda text: DATE.match(text) is not None,
    "count": lambda text: text.replace(",", "").removesuffix(".0").lstrip("-").isdigit(),
    "money": lambda text: AMOUNT.match(text) is not None,
    "name": lambda text: any(map(str.isalpha, text)),
    "city": lambda text: any(map(str.isalpha, text)) and len(text) <= 80,  # noqa: PLR2004 - the column's width
    "facility_type": _one_of(vocabularies.FACILITY_TYPE),
    "status": _one_of(vocabularies.STATUS),
    "tier": _one_of(vocabularies.TIER),
    "commercial_class": _one_of(vocabularies.COMMERCIAL_CLASS),
    "parking_mode": _one_of(vocabularies.PARKING_MODE),
    "service_class": _one_of(vocabularies.SERVICE_CLASS),
    "contact_role": _one_of(vocabularies.CONTACT_ROLE),
    "business_segment": _one_of(vocabularies.BUSINESS_SEGMENT),
}


def share_that_looks_like(kind: str, values: Sequence[str]) -> float | None:
    """The share of the filled values that look like `kind`; None when nothing can be said."""
    test = LOOKS.get(kind)
    filled = [plain for plain in map(tidy, values) if plain]
    if test is None or not filled:
        return None
    return sum(map(test, filled)) / len(filled)
