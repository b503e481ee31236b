"""The question of the audit page."""

import ipaddress
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from townsite.audit.event_types import EventType
from townsite.audit.search import EventSearch, target_kinds

DAY = {"type": "date"}


def _types() -> list[tuple[str, Any]]:
    """Types under the part they belong to, each with “all of these” first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for value, label in EventType.choices:
        part = value.partition(".")[0]
        groups.setdefault(part, [(f"{part}.", f"All of {_words(part)}")]).append((value, label))
    return [("", "Everything"), *((_words(part), each) for part, each in sorted(groups.items()))]


def _words(part: str) -> str:
    return part.replace("_", " ").capitalize()


def _kinds() -> list[tuple[str, str]]:
    return [("", "Anything"), *target_kinds().items()]


class AuditForm(forms.Form):
    """What to look for; everything may be left out."""

    type = forms.ChoiceField(required=False, label="What happened", choices=_types)
    actor = forms.CharField(required=False, max_length=100, label="By", strip=True)
    kind = forms.ChoiceField(required=False, label="Kind of record", choices=_kinds)
    target = forms.CharField(required=False, max_length=100, label="About", strip=True)
    changed = forms.CharField(required=False, max_length=60, label="Field", strip=True)
    address = forms.CharField(required=False, max_length=45, label="From address", strip=True)
    since = forms.DateField(required=False, label="From day", widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(required=False, label="To day", widget=forms.DateInput(attrs=DAY))

    def clean_changed(self) -> str:
        """The field as events name it, from what a page calls it: “Parking spaces”."""
        return str(self.cleaned_data["changed"]).lower().replace(" ", "_")

    def clean_address(self) -> str:
        """An IP address in its plain form. Refuses anything else."""
        given = str(self.cleaned_data["address"])
        try:
            return str(ipaddress.ip_address(given)) if given else ""
        except ValueError as error:
            message = f"“{given}” is no address such as 203.0.113.7."
            raise forms.ValidationError(message) from error

    def search(self, request: HttpRequest) -> EventSearch:
        """The question; an empty one where the form was not understood."""
        asked: dict[str, Any] = dict(self.cleaned_data) if self.is_valid() else {}
        asked["since"] = _midnight(asked.get("since"))
        asked["until"] = _midnight(asked.get("until"), end=True)
        asked |= {name: request.GET.get(name, "")[:40] for name in ("source", "target_id")}
        return EventSearch(**{name: value for name, value in asked.items() if value})


def _midnight(day: date | None, *, end: bool = False) -> datetime | None:
    """The start of a day, or its end, in the reader's time zone."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.max if end else time.min))
