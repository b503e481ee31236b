"""The form field of an attribute rule."""

from collections.abc import Mapping
from typing import Any

from django import forms

from townsite.territories.site_rules import ATTRIBUTES, problems_of_rule


class RuleField(forms.CharField):
    """Attributes and values as text, for example `service_class: shuttle`; cleans to a dict."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=300,
            label="Attribute rule",
            help_text="For example service_class: shuttle, facility_type: airport. Attributes: "
            f"{', '.join(ATTRIBUTES)}.",
            **kwargs,
        )

    def clean(self, value: Any) -> dict[str, str]:
        """The rule. Raises ValidationError for what no rule can hold, naming what can."""
        parts = [part for part in str(super().clean(value) or "").split(",") if part.strip()]
        pairs = [part.partition(":") for part in parts]
        if any(not mark for _, mark, _ in pairs):
            raise forms.ValidationError("Write each as attribute: value, with commas between.")
        rule = {name.strip().lower(): text.strip().lower() for name, _, text in pairs}
        if problems := problems_of_rule(rule):
            raise forms.ValidationError(problems)
        return rule


def written_rule(rule: Mapping[str, str]) -> str:
    """The rule as the field reads it."""
    return ", ".join(f"{name}: {value}" for name, value in rule.items())
