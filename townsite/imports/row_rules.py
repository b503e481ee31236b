"""Rules over several values of a row: each adds problems, and some a value."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from townsite.imports.cleaning.casing import title_case
from townsite.imports.cleaning.facility_types import guessed_type
from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.cleaning.notes import ERROR, INFO, WARN
from townsite.imports.cleaning.units import is_po_box, split_unit
from townsite.imports.issues import Issue, row_issue
from townsite.sites.place_names import place_key

SIMILAR_TOWN = 80
LONGEST_NAME = 100


class Row(NamedTuple):
    """A row in hand: rules read and change its values, and add to its problems."""

    values: dict[str, Any]
    texts: Mapping[str, str]
    issues: list[Issue]
    gazetteer: Gazetteer

    def complains_of(self, field: str) -> bool:
        """Whether a problem of this field is already listed."""
        return any(issue["field"] == field for issue in self.issues)

    def add(self, *parts: Any, **named: Any) -> None:
        """List one more problem; arguments as of `row_issue`."""
        self.issues.append(row_issue(*parts, **named))


Rule = Callable[[Row], None]


def name_is_there(row: Row) -> None:
    """A new site needs a name; street and town suggest one."""
    if "name" in row.values or row.complains_of("name"):
        return
    place = ", ".join(row.values[part] for part in ("street1", "city") if row.values.get(part))
    fix = {"name": f"Site at {title_case(place) if place.isupper() else place}"[:LONGEST_NAME]}
    message = "A site needs a name."
    row.add("name", "no_name", ERROR, message, fix=fix if place else None, new_only=True)


def type_is_there(row: Row) -> None:
    """Without a type, the name may hint at one (domain section 9: a suggestion only)."""
    if "facility_type" in row.values or row.complains_of("facility_type"):
        return
    guess = guessed_type(row.values.get("name") or "")
    if guess:
        message = f"No facility type; the name sounds like {guess.replace('_', ' ')}."
        fix = {"facility_type": guess}
        row.add("facility_type", "type_guessed", WARN, message, fix=fix, new_only=True)


def suite_stands_apart(row: Row) -> None:
    """A suite at the end of the street is suggested for the second line."""
    street = row.values.get("street1")
    if not street or row.values.get("street2") or "address" in row.texts:
        return
    bare, unit = split_unit(street)
    if unit:
        fix = {"street1": bare, "street2": unit}
        message = f"“{unit}” can stand in the line for suites."
        row.add("street1", "suite", INFO, message, value=street, fix=fix)


def street_is_a_place(row: Row) -> None:
    """A PO box cannot be driven to."""
    street = row.values.get("street1")
    if street and is_po_box(street):
        message = "A PO box is no place on a map; the site is placed at its ZIP code."
        row.add("street1", "po_box", WARN, message, value=street)


def state_of_the_zip(row: Row) -> None:
    """A state that cannot be read is suggested from the ZIP code."""
    known = row.gazetteer.state_of_zip(row.values.get("zip"))
    for issue in row.issues:
        if known and issue["code"] == "not_a_state":
            issue["fix"] = {"state": known}


def town_is_spelled_right(row: Row) -> None:
    """An unknown town that is nearly the town of its ZIP code is probably misspelled."""
    city, state, town = row.values.get("city"), row.values.get("state"), ""
    if city and state and not row.gazetteer.knows(city, state):
        town = row.gazetteer.town_of_zip(row.values.get("zip"))
    given, known = (place_key(name or "").replace(" ", "") for name in (city, town))
    if town and given != known and fuzz.ratio(given, known) >= SIMILAR_TOWN:
        message = f"There is no {city} in {state}; ZIP code {row.values['zip']} is {town}."
        fix = {"city": town}
        row.add("city", "misspelt_town", WARN, message, value=str(city), fix=fix)


def coordinates_come_in_pairs(row: Row) -> None:
    """One coordinate without the other, or 0, 0, says nothing."""
    latitude, longitude = row.values.get("latitude"), row.values.get("longitude")
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        alone = "latitude" if longitude is None else "longitude"
        message = "Only one coordinate is given; the site is placed by its address."
        row.add(alone, "half_a_point", WARN, message, value=str(row.values.pop(alone)))
    elif not latitude and not longitude:
        message = "0, 0 stands for “not known”; the site is placed by its address."
        row.add("latitude", "sentinel", INFO, message, value="0, 0")
        del row.values["latitude"], row.values["longitude"]


def dates_are_in_order(row: Row) -> None:
    """A site cannot close before it opens."""
    start, close = row.values.get("start_date"), row.values.get("close_date")
    if start and close and close < start:
        message = f"Closes on {close}, before it starts on {start}. Maybe they are swapped."
        fix = {"start_date": close, "close_date": start}
        row.add("close_date", "dates_swapped", ERROR, message, value=close, fix=fix)


ROW_RULES: tuple[Rule, ...] = (
    name_is_there,
    type_is_there,
    suite_stands_apart,
    street_is_a_place,
    state_of_the_zip,
    town_is_spelled_right,
    coordinates_come_in_pairs,
    dates_are_in_order,
)
