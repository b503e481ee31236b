"""Refusals about sites, and the words for what the database refuses."""

from django.core.exceptions import ValidationError

from townsite.common.errors import Conflict, Invalid

# What each named constraint means to the person who met it.
CONSTRAINT_WORDS = {
    "site_number_digits": ("number", "A site number has four to six digits, for example 0417."),
    "site_has_name": ("name", "A site needs a name."),
    "site_state_two_letters": ("state", "Give the state as two letters, for example GA."),
    "site_zip_format": ("zip", "A ZIP code has five digits, or nine as 30303-1234."),
    "site_spaces_in_range": ("parking_spaces", "Parking spaces lie between 0 and 10,000."),
    "site_rooms_in_range": ("room_count", "Rooms lie between 0 and 5,000."),
    "site_complexity_in_range": ("complexity", "Complexity lies between 0 and 100."),
    "site_revenue_not_negative": ("annual_revenue_cents", "Revenue cannot be negative."),
    "site_closes_after_start": ("close_date", "The close date lies before the start date."),
    "site_beyond_draft_has_town": ("city", "Beyond a draft, a site needs its city and state."),
    "site_inactive_has_close_date": ("close_date", "An inactive site needs its close date."),
    "site_active_hotel_has_rooms": (
        "room_count",
        "An active hotel needs its number of rooms (R-25). Enter it, or keep the site pending.",
    ),
    "site_active_parking_has_spaces": (
        "parking_spaces",
        "An active site with self or mixed parking needs its spaces (R-25); 0 is allowed.",
    ),
    "site_active_mixed_use_has_both": (
        "parking_spaces",
        "An active mixed-use site needs rooms and parking spaces (R-25); 0 is allowed.",
    ),
}


class SiteNumberTaken(Conflict):
    code = "site-number-taken"
    title = "This site number is taken"


class WrongStatus(Conflict):
    code = "wrong-status"
    title = "The site's status does not allow this"


class PrimaryNeedsSuccessor(Conflict):
    code = "primary-needs-successor"
    title = "A primary contact cannot leave without a successor"


class CoverageTooLow(Conflict):
    code = "coverage-too-low"
    title = "The site would have too few contacts"


class RelationshipRefused(Conflict):
    code = "relationship-refused"
    title = "These sites cannot be related this way"


def as_invalid(error: ValidationError) -> Invalid:
    """The same problems by field, with named constraints put into words."""
    fields: dict[str, list[str]] = {}
    for name, messages in error.message_dict.items():
        for message in messages:
            field, words = _in_words(name, message)
            fields.setdefault(field, []).append(words)
    return Invalid(" ".join(each for group in fields.values() for each in group), fields=fields)


def _in_words(field: str, message: str) -> tuple[str, str]:
    named = next((name for name in CONSTRAINT_WORDS if f"“{name}”" in message), None)
    return CONSTRAINT_WORDS[named] if named else (field, message)
