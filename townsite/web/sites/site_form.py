"""The form of a site: every field in its section, checked as the domain checks it."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms

from townsite.sites.choices import BusinessSegment, FacilityType, ParkingMode
from townsite.sites.models import Site
from townsite.sites.states import STATES
from townsite.web.sites.sections import FIELDS, SECTIONS, Section
from townsite.web.sites.site_fields import (
    CentsField,
    CustomerField,
    HoursField,
    PointField,
    point_text,
)

BLANK = ("", "—")
_STATES = [BLANK, *((code, f"{code} {name}") for code, name in sorted(STATES.items()))]


class DateField(forms.DateField):
    """A date from the browser's own picker."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SiteForm(forms.Form):
    """What people say about a site. Facets of classification and status have pages of their own."""

    name = forms.CharField(max_length=100)
    customer = CustomerField(
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"list": "customer-names", "autocomplete": "off"}),
    )
    business_segment = forms.ChoiceField(required=False, choices=[BLANK, *BusinessSegment.choices])
    street1 = forms.CharField(required=False, max_length=150, label="Street")
    street2 = forms.CharField(required=False, max_length=100, label="Suite or unit")
    city = forms.CharField(required=False, max_length=80)
    state = forms.ChoiceField(required=False, choices=_STATES)
    zip = forms.RegexField(
        r"^\d{5}(-\d{4})?$",
        required=False,
        max_length=10,
        label="ZIP code",
        error_messages={"invalid": "A ZIP code has five digits, or nine as 30303-1234."},
    )
    country = forms.CharField(max_length=2, min_length=2, initial="US")
    location = PointField(
        required=False,
        max_length=60,
        label="Map point",
        help_text="Latitude, longitude. Left empty, the ZIP code or town gives a rough point.",
    )
    time_zone = forms.CharField(
        required=False, max_length=64, help_text="Found from the point when left empty."
    )
    is_24_7 = forms.BooleanField(required=False, label="Open 24/7")
    operating_hours = HoursField(required=False)
    parking_mode = forms.ChoiceField(required=False, choices=[BLANK, *ParkingMode.choices])
    parking_spaces = forms.IntegerField(
        required=False, min_value=0, max_value=10_000, help_text="0 is not the same as empty."
    )
    room_count = forms.IntegerField(required=False, min_value=0, max_value=5_000, label="Rooms")
    gl_string = forms.CharField(
        required=False, max_length=20, label="GL string", help_text="For example 02-03-4799-."
    )
    legal_entity = forms.CharField(required=False, max_length=10)
    vendor_code = forms.CharField(required=False, max_length=20)
    p_and_l_category = forms.CharField(required=False, max_length=30, label="P&L category")
    cog_segment = forms.CharField(required=False, max_length=20, label="COG segment")
    invoice_recipient = forms.CharField(required=False, max_length=150)
    annual_revenue_cents = CentsField(
        required=False, max_length=30, label="Annual revenue", help_text="Dollars a year."
    )
    start_date = DateField(required=False)
    close_date = DateField(required=False)
    reason = forms.CharField(
        required=False,
        max_length=2_000,
        label="Reason for the change",
        help_text="Kept in the timeline.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, check_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS if check_url else ():
            self.fields[name].widget.attrs.update(checked_on_change(name, check_url))

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(f"“{zone}” is no time zone. Write it like America/Chicago.")
        return zone

    def clean(self) -> dict[str, Any]:
        """Dates in their order, told at the date that is wrong."""
        given = super().clean() or {}
        start, close = given.get("start_date"), given.get("close_date")
        if start and close and close < start:
            self.add_error("close_date", f"Lies before the start date, {start:%b} {start.day}.")
        return given

    def values(self) -> dict[str, Any]:
        """The fields of the site itself that the form holds."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def sections(self) -> list[tuple[Section, list[forms.BoundField]]]:
        """The bound fields by section."""
        return [
            (section, [self[name] for name in section.fields if name in self.fields])
            for section in SECTIONS
        ]


class NewSiteForm(SiteForm):
    """A site that is not there yet: its type and, if wanted, its number."""

    facility_type = forms.ChoiceField(choices=[BLANK, *FacilityType.choices])
    number = forms.RegexField(
        r"^\d{1,6}$",
        required=False,
        max_length=6,
        help_text="Left empty, the next free number is taken.",
        error_messages={"invalid": "A site number has up to six digits."},
    )

    def values(self) -> dict[str, Any]:
        given = super().values()
        number = self.cleaned_data["number"]
        kind = self.cleaned_data["facility_type"]
        # Empty facts are left to the defaults of the type.
        said = {name: value for name, value in given.items() if value not in (None, "", {})}
        return {**said, "facility_type": kind, **({"number": number} if number else {})}


def checked_on_change(name: str, url: str) -> dict[str, str]:
    """Attributes by which HTMX checks one field as soon as the reader leaves it."""
    return {
        "hx-post": f"{url}?field={name}",
        "hx-trigger": "change",
        "hx-target": f"#field-{name}",
        "hx-swap": "outerHTML",
        "hx-include": "closest form",
    }


def form_text(name: str, value: Any) -> str:
    """The value as the form's input carries it, for hidden inputs and the merge screen."""
    special: dict[str, Callable[[Any], str]] = {
        "operating_hours": json.dumps,
        "is_24_7": lambda is_open: "on" if is_open else "",
        "customer": lambda customer: str(customer.name),
        "location": point_text,
        "annual_revenue_cents": lambda cents: f"{cents / 100:.2f}",
    }
    if value is None:
        return ""
    if name in special:
        return special[name](value)
    return str(value.isoformat() if isinstance(value, date) else value)


def initial_of(site: Site) -> dict[str, Any]:
    """The present values, by field of the form."""
    return {name: getattr(site, name) for name in FIELDS}
