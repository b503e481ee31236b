"""One-string addresses, parsed from the right: country, ZIP, state, town, and then the street."""

import re
from typing import NamedTuple

from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.cleaning.notes import INFO, WARN, Cleaned, Note
from townsite.imports.cleaning.states import states_of_zip
from townsite.imports.cleaning.text import BREAK, clean_text
from townsite.imports.cleaning.units import split_unit
from townsite.imports.cleaning.zips import clean_zip
from townsite.sites.place_names import place_key
from townsite.sites.states import state_code

COUNTRY = re.compile(
    r"[\s,]+(?:usa|u\.s\.a\.?|us|u\.s\.?|united states(?: of america)?)\s*$", re.IGNORECASE
)
ZIP_AT_END = re.compile(r"[\s,]+(\d{5}(?:[- ]?\d{4})?|\d{3,4})\s*$")
STREET_WORD = re.compile(
    r"\b(?:st|street|ave|avenue|av|rd|road|blvd|boulevard|dr|drive|ln|lane|ct|court|pl|place|plz|"
    r"plaza|sq|square|way|pkwy|parkway|hwy|highway|cir|circle|ter|terrace|trl|trail|loop|pike|row|"
    r"broadway|expy|fwy|pt|point)\b\.?(?:\s+(?:n|s|e|w|ne|nw|se|sw)\b\.?)?", re.IGNORECASE
)  # fmt: skip
# Letters only, three at least; a direction (“Northwest”, “N.E.”) belongs to the street.
TOWN = re.compile(
    r"^(?!(?:north|south|east|west)+$)(?!(?:[nsew]\.?){1,2}\b.{0,3}$)(?=.{3})[^\W\d][^\d]*$",
    re.IGNORECASE,
)
MOST_TOWN_WORDS = 5
MOST_STATE_WORDS = 3


class Address(NamedTuple):
    """The parts of an address; empty where the string has none."""

    street1: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


def clean_address(text: str, gazetteer: Gazetteer) -> Cleaned:
    """An `Address` from one string, with notes on commas and zeros that were missing."""
    line = clean_text(BREAK.sub(", ", text).replace("\n", ", "), longest=300)
    if line.value is None:
        return line
    rest = COUNTRY.sub("", line.value).rstrip(" ,.")
    rest, zip_text = _cut_zip(rest)
    rest, state = _cut_state(rest)
    zip_code = clean_zip(zip_text, state or None)
    if zip_text and zip_code.value is None:
        rest = f"{rest} {zip_text}" if not state else rest
    return _with_town(rest, state, zip_code, gazetteer, line.notes)


def _cut_zip(line: str) -> tuple[str, str]:
    found = ZIP_AT_END.search(line)
    if found is None:
        return line, ""
    head = line[: found.start()].rstrip(" ,")
    # Three or four digits are a ZIP only behind a state: “Suite 1200” must stay.
    if len(found.group(1)) < len("12345") and not _cut_state(head)[1]:
        return line, ""
    return head, found.group(1)


def _cut_state(line: str) -> tuple[str, str]:
    """The line without the state at its end, and the state's code."""
    words = line.replace(",", " , ").split()
    for count in range(min(MOST_STATE_WORDS, len(words) - 1), 0, -1):
        tail = words[-count:]
        code = None if "," in tail else state_code(" ".join(tail))
        if code and not (count == 1 and _is_direction(words, code)):
            return " ".join(words[:-count]).replace(" ,", ",").rstrip(" ,"), code
    return line, ""


def _is_direction(words: list[str], code: str) -> bool:
    """“100 Main St NE” ends with a direction, not with Nebraska."""
    before = words[-2] if len(words) > 1 else ""
    return code == "NE" and STREET_WORD.fullmatch(before) is not None


def _with_town(
    rest: str, state: str, zip_code: Cleaned, gazetteer: Gazetteer, notes: tuple[Note, ...]
) -> Cleaned:
    found = zip_code.value or ""
    if not state and found:
        owners = states_of_zip(found)
        state = next(iter(owners)) if len(owners) == 1 else ""
        notes += _state_notes(state)
    street, city, town_notes = split_town(rest, state, found, gazetteer)
    street1, street2 = split_unit(street)
    address = Address(street1, street2, city, state, found)
    return Cleaned(address, notes + zip_code.notes + town_notes)


def _state_notes(state: str) -> tuple[Note, ...]:
    message = f"State {state} taken from the ZIP code."
    return (Note("state_from_zip", INFO, message),) if state else ()


def split_town(
    rest: str, state: str, zip_code: str, gazetteer: Gazetteer
) -> tuple[str, str, tuple[Note, ...]]:
    """Street, town and notes from what stands before the state."""
    known = _known_town(rest, state, zip_code, gazetteer)
    if known:
        known = _whole_part(rest, known)
        street = rest[: len(rest) - len(known)]
        if street.rstrip().endswith(",") or not street.strip():
            return street.rstrip(" ,"), known, ()
        return street.rstrip(" ,"), known, (_comma_note(known),)
    if "," in rest:
        street, _, city = rest.rpartition(",")
        if not any(map(str.isdigit, city)):
            return street.rstrip(" ,"), city.strip(), ()
    return _behind_street_word(rest, zip_code, gazetteer)


def _whole_part(rest: str, known: str) -> str:
    """The whole part behind the last comma when it ends with the known town: “N. Hollywood”."""
    part = rest.rpartition(",")[2].strip()
    whole = (
        "," in rest and part.endswith(known) and TOWN.match(part) and not STREET_WORD.search(part)
    )
    return part if whole and not split_unit(f"x {part}")[1] else known


def _known_town(rest: str, state: str, zip_code: str, gazetteer: Gazetteer) -> str:
    """The longest end of the line that is the ZIP's town or a town of the state, as written."""
    home = place_key(gazetteer.town_of_zip(zip_code))
    words = rest.split(" ")
    ends = [" ".join(words[-count:]) for count in range(min(MOST_TOWN_WORDS, len(words)), 0, -1)]
    ends = [end for end in ends if "," not in end.rstrip(",")]
    matches = [end for end in ends if home and place_key(end) == home]
    return next(iter(matches), "") or next((e for e in ends if gazetteer.knows(e, state)), "")


def _behind_street_word(
    rest: str, zip_code: str, gazetteer: Gazetteer
) -> tuple[str, str, tuple[Note, ...]]:
    last = next(reversed(list(STREET_WORD.finditer(rest))), None)
    behind = rest[last.end() :].strip(" ,") if last else ""
    if last and TOWN.match(behind):
        return rest[: last.end()].rstrip(" ,"), behind, (_comma_note(behind),)
    town = gazetteer.town_of_zip(zip_code)
    if town:
        note = Note("town_from_zip", WARN, f"No town was found; {town} has ZIP {zip_code}.")
        return rest.rstrip(" ,"), town, (note,)
    return rest.rstrip(" ,"), "", (Note("no_town", WARN, f"No town was found in “{rest[:60]}”."),)


def _comma_note(city: str) -> Note:
    return Note("missing_comma", INFO, f"No comma before the town; read as {city}.")
