"""Forms for boundaries: everything that the map editor does, without a pointer."""

import re
from datetime import datetime
from datetime import time as midnight
from typing import Any

from django import forms
from django.utils import timezone

from townsite.changes.choices import Trigger
from townsite.territories.boundaries.units import UnitKind
from townsite.territories.models import Territory


class BoundaryForm(forms.Form):
    """A form that becomes one stroke; `keep` names territories that it may not change."""

    keep = forms.CharField(
        required=False,
        label="Leave alone",
        help_text="Codes of territories that neither gain nor lose, for example MIDATL1, OHIO1.",
    )

    def locked(self) -> list[str]:
        """The codes that are left alone."""
        return split_codes(self.cleaned_data["keep"])

    def stroke(self) -> dict[str, Any]:
        """The stroke as the edit reads it."""
        raise NotImplementedError


class UnitsForm(BoundaryForm):
    """Counties, states or ZIP areas go to a territory, on top of what it has."""

    unit = forms.ChoiceField(
        choices=UnitKind.choices, label="Kind of unit", initial=UnitKind.COUNTY
    )
    codes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=60_000,
        help_text="One a line: Fulton, GA or 13121 for counties, GA for states, 30303 for ZIP codes.",
    )
    to = forms.ModelChoiceField(
        Territory.objects.none(),
        to_field_name="code",
        label="Goes to",
        empty_label="Choose a territory",
    )
    field_order = ("unit", "codes", "to", "keep")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["to"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = Territory.objects.filter(status="active").order_by("code")

    def stroke(self) -> dict[str, Any]:
        given = self.cleaned_data
        codes = [line.strip() for line in given["codes"].splitlines() if line.strip()]
        return {"kind": "units", "unit": given["unit"], "codes": codes, "to": given["to"].code}


class AssembleForm(BoundaryForm):
    """Many territories from a table of two columns."""

    unit = forms.ChoiceField(
        choices=UnitKind.choices, label="Kind of unit", initial=UnitKind.COUNTY
    )
    rows = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=400_000,
        label="Table",
        help_text="A territory and a unit a line, with a tab, semicolon or comma between: "
        "MIDATL1; Arlington, VA. Each territory becomes exactly its units.",
    )
    field_order = ("unit", "rows", "keep")

    def clean_rows(self) -> list[list[str]]:
        """The pairs; raises for lines without two parts, naming them."""
        lines = [line.strip() for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        pairs = [
            [part.strip() for part in re.split(r"[\t;]|,(?!\s)|,", line, maxsplit=1)]
            for line in lines
        ]
        bad = [line for line, pair in zip(lines, pairs, strict=True) if not all((*pair, "")[:2])]
        if bad:
            raise forms.ValidationError(f"These lines lack a part: {'; '.join(bad[:5])}.")
        return [[pair[0].upper(), pair[1]] for pair in pairs]

    def stroke(self) -> dict[str, Any]:
        return {
            "kind": "assemble",
            "unit": self.cleaned_data["unit"],
            "rows": self.cleaned_data["rows"],
        }


class GrowForm(BoundaryForm):
    """Shapes from the sites that territories have now."""

    codes = forms.CharField(
        required=False,
        label="Only these territories",
        help_text="Codes; empty grows a shape for every active territory with sites.",
    )
    field_order = ("codes", "keep")

    def stroke(self) -> dict[str, Any]:
        return {"kind": "grow", "codes": split_codes(self.cleaned_data["codes"])}


class ProposalForm(forms.Form):
    """What proposing an edit needs beside the edit; for a draft that is there, nothing."""

    base = forms.CharField(widget=forms.HiddenInput, max_length=200_000, required=False)
    title = forms.CharField(max_length=200)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text="The history of every territory and site that changes keeps it.",
    )
    trigger = forms.ChoiceField(choices=Trigger.choices, label="What set it going")
    effective_on = forms.DateField(
        required=False,
        label="Takes effect on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Once everybody has approved, and not before. Empty: chosen after the approval.",
    )
    handover_plan = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5_000,
        help_text="Needed before sites change hands (R-14); it can be written later.",
    )
    by_boundary = forms.BooleanField(
        required=False,
        label="From then on these territories hold the sites within their boundary",
        help_text="For territories whose sites were a list until now.",
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            self.fields = {"base": self.fields["base"]}

    def wishes(self, at: datetime) -> dict[str, Any]:
        """What was typed, as the action takes it; a day that has begun means at once."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "base"}
        day = given.pop("effective_on")
        start = timezone.make_aware(datetime.combine(day, midnight.min)) if day else None
        return {**given, "effective_at": start and max(start, at)}


def split_codes(text: str) -> list[str]:
    """The codes in a text, in capitals."""
    return [word.upper() for word in re.split(r"[\s,;]+", text) if word]
