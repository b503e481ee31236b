"""Form fields that sites need beyond Django's own; each turns text into a value of the model."""

import json
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from townsite.common.errors import Invalid
from townsite.common.money import to_cents
from townsite.sites.hours import DAY_NAMES, checked_hours
from townsite.sites.models import Customer


def point_text(point: Point) -> str:
    """Latitude, longitude with six decimals, about 0.1 m."""
    return f"{round(point.y, 6)}, {round(point.x, 6)}"


class TextValueField(forms.Field):
    """A field typed as one line of text that stands for something else."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if len(text) > self.max_length:
            raise forms.ValidationError(f"This is longer than {self.max_length} characters.")
        return text


class PointField(TextValueField):
    """Latitude and longitude as people paste them: "36.8508, -76.2859"."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        parts = text.replace(",", " ").replace(";", " ").split()
        try:
            latitude, longitude = (float(part) for part in parts)
        except ValueError:
            raise forms.ValidationError(
                f"“{text}” is no point. Write latitude and longitude, for example 36.8508, -76.2859."
            ) from None
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
            raise forms.ValidationError(
                f"Latitude {latitude:g}, longitude {longitude:g} is no place on earth. "
                "Maybe the two are swapped."
            )
        return Point(longitude, latitude, srid=4326)

    def prepare_value(self, value: Any) -> Any:
        return point_text(value) if isinstance(value, Point) else value


class CentsField(TextValueField):
    """An amount of dollars, kept as cents."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return to_cents(text)
        except Invalid as problem:
            raise forms.ValidationError(problem.detail) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}".removesuffix(".00") if isinstance(value, int) else value


class CustomerField(TextValueField):
    """A customer by name; the page offers the known names."""

    def to_python(self, value: Any) -> Any:
        name = super().to_python(value)
        if not name:
            return None
        found = Customer.objects.filter(name__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                f"There is no customer “{name}” within your reach. Add it under Customers first."
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Customer) else value


class HoursWidget(forms.Widget):
    """Two times for each day; a form that carries them hidden sends them as one JSON text."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        return {
            day: [data.get(f"{name}_{day}_from", ""), data.get(f"{name}_{day}_until", "")]
            for day in DAY_NAMES
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_mon_from" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_mon_from"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        hours = as_hours(value)
        rows = [(label, name, day, hours.get(day) or ["", ""]) for day, label in DAY_NAMES.items()]
        carried = {**self.attrs, "id": (attrs or {}).get("id", "")}
        return format_html(
            '<div class="hours-grid"{}>{}</div>',
            flatatt(carried),
            format_html_join("", "{}", ((_row(*row),) for row in rows)),
        )


class HoursField(forms.Field):
    """Operating hours by weekday."""

    widget = HoursWidget

    def to_python(self, value: Any) -> Any:
        try:
            return checked_hours(as_hours(value))
        except Invalid as problem:
            raise forms.ValidationError(problem.detail) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return as_hours(initial) != as_hours(data)


def as_hours(value: Any) -> dict[str, Any]:
    """The hours of a value that may be the JSON text of a hidden input; else none."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            return {}
    if not isinstance(value, dict):
        return {}
    return {day: pair for day, pair in value.items() if isinstance(pair, list) and any(pair)}


def _row(label: str, name: str, day: str, pair: list[str]) -> SafeString:
    inputs = [
        format_html(
            '<input type="time" class="form-control" name="{0}_{1}_{2}" id="id_{0}_{1}_{2}"'
            ' value="{3}" aria-label="{4} {5}">',
            name,
            day,
            side,
            value,
            label,
            "opens" if side == "from" else "closes",
        )
        for side, value in zip(("from", "until"), pair, strict=False)
    ]
    return format_html(
        '<span class="hours-day">{}</span>{}<span aria-hidden="true">–</span>{}', label, *inputs
    )
