"""Forms of the change sets."""

from django import forms

from townsite.changes.choices import ChangeClass, ChangeState, Trigger
from townsite.changes.types.registry import change_types


class ListForm(forms.Form):
    """What to look for; everything may be left out."""

    q = forms.CharField(required=False, max_length=100, label="Number or title")
    state = forms.ChoiceField(
        required=False, choices=[("", "All"), ("open", "Open"), *ChangeState.choices]
    )
    class_ = forms.ChoiceField(
        required=False, label="Class", choices=[("", "All"), *ChangeClass.choices]
    )
    territory = forms.CharField(required=False, max_length=50)
    mine = forms.BooleanField(required=False, label="Written by me")
    waiting = forms.BooleanField(required=False, label="Waiting for a decision")

    def add_prefix(self, field_name: str) -> str:
        """`class` is no name in Python, but the word in the address."""
        return super().add_prefix(field_name.rstrip("_"))


class StartForm(forms.Form):
    """A new draft."""

    title = forms.CharField(max_length=200)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text="It stands in the history of everything that changes.",
    )
    trigger = forms.ChoiceField(
        choices=Trigger.choices,
        help_text="Revenue needs 90 days' notice; an emergency takes effect at once and is "
        "reviewed within a day.",
    )


class TypeForm(forms.Form):
    """Which type of change to add."""

    type = forms.ChoiceField(label="Add a change")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # handed on as they are
        self.fields["type"] = forms.ChoiceField(
            label="Add a change",
            choices=[(key, kind.label) for key, kind in change_types().items() if kind.is_drafted],
            initial="assign_sites",
        )


class ScheduleForm(forms.Form):
    """When it takes effect; today means as soon as may be."""

    effective_on = forms.DateField(
        label="Takes effect on", widget=forms.DateInput(attrs={"type": "date"})
    )


class HandoverForm(forms.Form):
    handover_plan = forms.CharField(
        label="Handover plan", widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000
    )


class TextForm(forms.Form):
    """A comment, or a reason."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=5_000)
