"""The form that sets a policy, shaped by the type of its value."""

from typing import Any

from django import forms

from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.errors import PolicyValueInvalid
from townsite.policies.key import Key
from townsite.policies.labels import unit_label
from townsite.policies.value_types import Choices, Flag, OneOf, Pattern, Value, named
from townsite.web.policies.places import Place, place_named

REF_HELP = "The code of a region or territory, a type such as metro, or a site number."


class SetPolicyForm(forms.Form):
    """Where, what, how hard, from when and why."""

    scope_kind = forms.ChoiceField(label="Where it holds")
    scope_ref = forms.CharField(
        label="Which one", required=False, max_length=60, help_text=REF_HELP
    )
    severity = forms.ChoiceField(label="A breach", choices=Severity.choices)
    starts_at = forms.DateTimeField(
        label="From",
        required=False,
        help_text="Empty: from now on. In your time zone.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    reason = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="Kept in the history."
    )

    def __init__(self, *args: Any, key: Key, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        kinds = [kind for kind in ScopeKind if kind in key.scopes]
        scope_kind = self.fields["scope_kind"]
        if isinstance(scope_kind, forms.ChoiceField):
            scope_kind.choices = [(kind.value, kind.label) for kind in kinds]
        if kinds == [ScopeKind.GLOBAL]:
            del self.fields["scope_ref"]
        for part in key.type.parts:
            self.fields[field_name(part)] = _input(key, part)
        self.order_fields([field_name(part) for part in key.type.parts])

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """The inputs of the value itself."""
        return [self[field_name(part)] for part in self.key.type.parts]

    def clean(self) -> dict[str, Any]:
        """Adds `value` and `place`; faults go to the inputs they belong to."""
        cleaned = super().clean() or {}
        given = {part: cleaned.get(field_name(part)) or "" for part in self.key.type.parts}
        try:
            cleaned["value"] = self.key.type.parse(given)
        except PolicyValueInvalid as problem:
            for name, messages in problem.fields.items():
                self.add_error(name if name in self.fields else None, messages)
        return cleaned

    def place(self) -> Place:
        """The scope asked for. Raises Invalid when it names nothing."""
        return place_named(
            ScopeKind(self.cleaned_data["scope_kind"]), self.cleaned_data.get("scope_ref", "")
        )


class EndPolicyForm(forms.Form):
    """Ending a value, from now on or later."""

    reason = forms.CharField(max_length=500)
    ends_at = SetPolicyForm.base_fields["starts_at"]


def field_name(part: str) -> str:
    """The form's name of one input of the value."""
    return f"value.{part}" if part else "value"


def initial_of(key: Key, value: Value) -> dict[str, Any]:
    """What the inputs show before anybody types."""
    if isinstance(value, dict):
        return {field_name(part): _written(each) for part, each in value.items()}
    if isinstance(value, bool):
        return {"value": "yes" if value else "no"}
    return {"value": "" if value is None else _written(value)}


def _written(value: object) -> object:
    """A number without needless digits: 110, not 110.0."""
    return f"{value:.10g}" if isinstance(value, float) else value


def _input(key: Key, part: str) -> forms.Field:
    label = named(part).capitalize() if part else "Value"
    kind = key.type
    if isinstance(kind, OneOf | Choices):
        options = [(option, named(option).capitalize()) for option in kind.options]
        return forms.ChoiceField(label=label, choices=options)
    if isinstance(kind, Flag):
        return forms.ChoiceField(label=label, choices=[("yes", "Yes"), ("no", "No")])
    attrs = {} if isinstance(kind, Pattern) else {"inputmode": "decimal"}
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        help_text=unit_label(key),
        widget=forms.TextInput(attrs={**attrs, "autocomplete": "off"}),
    )
