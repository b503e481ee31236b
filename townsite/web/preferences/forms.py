"""The form of a person's own preferences."""

from functools import lru_cache
from zoneinfo import available_timezones

from django import forms

from townsite.accounts.choices import DistanceUnit, Theme

# The zones of the United States, by their everyday names; they head the list.
HOME_ZONES = [
    ("America/New_York", "Eastern (New York)"),
    ("America/Chicago", "Central (Chicago)"),
    ("America/Denver", "Mountain (Denver)"),
    ("America/Phoenix", "Arizona (Phoenix)"),
    ("America/Los_Angeles", "Pacific (Los Angeles)"),
    ("America/Anchorage", "Alaska (Anchorage)"),
    ("Pacific/Honolulu", "Hawaii (Honolulu)"),
    ("America/Puerto_Rico", "Atlantic (Puerto Rico)"),
]


@lru_cache(maxsize=1)
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """All IANA zones, those of the United States first."""
    known = {name for name, _ in HOME_ZONES}
    others = sorted(name for name in available_timezones() if "/" in name and name not in known)
    return [
        ("United States", HOME_ZONES),
        ("Everywhere", [(name, name.replace("_", " ")) for name in [*others, "UTC"]]),
    ]


class PreferencesForm(forms.Form):
    time_zone = forms.ChoiceField(choices=zones, help_text="Times on every page are told in it.")
    units = forms.ChoiceField(
        label="Distances", choices=DistanceUnit.choices, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(label="Appearance", choices=Theme.choices, widget=forms.RadioSelect)
    has_key_shortcuts = forms.BooleanField(
        label="Single-key shortcuts",
        required=False,
        help_text="/ to search, j and k to move in tables, ? for help. Switch them off if keys are "
        "pressed by accident; shortcuts with Ctrl or ⌘ stay.",
    )
