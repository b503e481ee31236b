"""Fields and values of sites as people read them: on the profile, in diffs, in the timeline."""

from datetime import date, datetime
from typing import Any

from django.contrib.gis.geos import Point

from townsite.audit.models import Event
from townsite.sites.hours import hours_in_words
from townsite.sites.models import Site

DASH = "—"
LABELS = {
    "facility_type": "Facility type",
    "operating_hours": "Operating hours",
    "location": "Map point",
    "annual_revenue_cents": "Annual revenue",
    "share_percent": "Share",
}
_FIELDS = {field.name: field for field in Site._meta.fields}  # noqa: SLF001 - Django's public-by-convention registry


def label_of(name: str) -> str:
    """A field's name for people: "Parking spaces"."""
    if name in LABELS:
        return LABELS[name]
    field = _FIELDS.get(name)
    words = str(field.verbose_name) if field else name.replace("_", " ")
    return words[:1].upper() + words[1:]


def value_of(name: str, value: Any) -> str:
    """A value for people; the same for a value of the model and one kept in an event."""
    if value is None or value in ("", {}, []):
        return DASH
    if isinstance(value, bool):
        return "Yes" if value else "No"
    choices = dict(getattr(_FIELDS.get(name), "flatchoices", ()))
    if choices and not isinstance(value, dict | list) and value in choices:
        return str(choices[value])
    return _of_kind(name, value)


def _of_kind(name: str, value: Any) -> str:
    if name == "annual_revenue_cents":
        return f"${int(value) / 100:,.2f}"
    if name == "operating_hours" and isinstance(value, dict):
        return hours_in_words(value) or DASH
    if isinstance(value, Point):
        return f"{round(value.y, 6)}, {round(value.x, 6)}"
    if isinstance(value, list):
        # A point in an event is [longitude, latitude]; people read latitude first.
        return ", ".join(str(each) for each in (value[::-1] if name == "location" else value))
    return f"{value:,}" if isinstance(value, int) else _moment(value)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if isinstance(value, date):
        return f"{value:%b} {value.day}, {value.year}"
    return str(value)


def changes_in_words(event: Event) -> dict[str, tuple[str, str]]:
    """The changed fields of an event with their values before and after."""
    told = {
        label_of(name): (value_of(name, pair[0]), value_of(name, pair[1]))
        for name, pair in event.changes.items()
        if isinstance(pair, list) and len(pair) == 2  # noqa: PLR2004 - before and after
    }
    return {label: pair for label, pair in told.items() if pair[0] != pair[1]}
