"""A form for the payload of any type of change, made from the type itself."""

from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from django import forms
from django.utils import timezone
from pydantic.fields import FieldInfo

from townsite.changes.types.base import ChangeType

MOMENTS = ("starts", "until")
_DATE = {"type": "date"}
# Moments that people name by their day; it begins at midnight of the reader's own zone.
_HINTS = {
    "starts": "The first day. Empty: from the day on which this takes effect.",
    "until": "The first day on which it no longer holds.",
    "person": "The e-mail of the account.",
}


class PayloadForm(forms.Form):
    """One field for each of the type's; lists are typed with commas or spaces between."""

    def __init__(self, kind: type[ChangeType], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, info in kind.model_fields.items():
            self.fields[name] = _field(name, info)

    def payload(self) -> dict[str, Any]:
        """What was typed, as the type reads it; empty fields keep their defaults."""
        given = {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "")
        }
        return {name: _plain(name, value, self.kind) for name, value in given.items()}


def _field(name: str, info: FieldInfo) -> forms.Field:
    shared: dict[str, Any] = {
        "label": name.replace("_", " ").capitalize(),
        "required": info.is_required(),
        "initial": None if info.is_required() or info.default_factory else info.default,
        "help_text": _HINTS.get(name, ""),
    }
    kinds = _kinds(info.annotation)
    options = [option for kind in kinds if get_origin(kind) is Literal for option in get_args(kind)]
    if options:
        named = [(option, str(option).replace("_", " ").capitalize()) for option in options]
        blank = [] if info.is_required() or info.default else [("", "Leave as it is")]
        return forms.ChoiceField(choices=[*blank, *named], **shared)
    if any(get_origin(kind) is list for kind in kinds):
        if name == "sites":
            shared["help_text"] = "Site numbers with commas or spaces between."
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **shared)
    if any(get_origin(kind) is dict for kind in kinds):
        shared["help_text"] = "JSON"
        return forms.JSONField(widget=forms.Textarea(attrs={"rows": 5}), **shared)
    if float in kinds:
        return forms.FloatField(**shared)
    if any(isinstance(kind, type) and issubclass(kind, date) for kind in kinds) or name in MOMENTS:
        return forms.DateField(widget=forms.DateInput(attrs=_DATE), **shared)
    return forms.CharField(max_length=255, **shared)


def _kinds(annotation: Any) -> list[Any]:
    """The members of an optional or a plain type."""
    if get_origin(annotation) in (Literal, list, dict) or not get_args(annotation):
        return [annotation]
    return [kind for kind in get_args(annotation) if kind is not NoneType]


def _plain(name: str, value: Any, kind: type[ChangeType]) -> Any:
    if any(get_origin(each) is list for each in _kinds(kind.model_fields[name].annotation)):
        return str(value).replace(",", " ").split()
    if name in MOMENTS:
        return timezone.make_aware(
            timezone.datetime(value.year, value.month, value.day)  # type: ignore[attr-defined] # re-exported by Django
        )
    return value
