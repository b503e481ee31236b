"""What can be said about many sites at once."""

from typing import Any

from django import forms

from townsite.changes.bulk import BULK_FIELDS
from townsite.sites.actions import STEPS
from townsite.sites.models import Site
from townsite.territories.choices import TerritoryStatus
from townsite.territories.models import Territory

UNTOUCHED = ("", "Leave as it is")


class ReasonForm(forms.Form):
    """Every bulk action says why."""

    reason = forms.CharField(
        max_length=2_000, help_text="It stands in the history of every site that changes."
    )

    def values(self) -> dict[str, str]:
        """What to set; the rest stays as it is."""
        return {
            name: str(value)
            for name, value in self.cleaned_data.items()
            if name != "reason" and value
        }


class EditForm(ReasonForm):
    """One field for each fact that can be set on many sites alike."""

    field_order = (*BULK_FIELDS, "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BULK_FIELDS:
            column = Site._meta.get_field(name)  # noqa: SLF001 - public by convention
            label = str(getattr(column, "verbose_name", name)).capitalize()
            choices = [UNTOUCHED, *column.flatchoices]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Raises when nothing was touched."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in BULK_FIELDS):
            raise forms.ValidationError("Choose at least one thing to set.")
        return cleaned


class StatusForm(ReasonForm):
    """A step of the lifecycle."""

    verb = forms.ChoiceField(label="Step", choices=[(verb, verb.capitalize()) for verb in STEPS])
    close_date = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Needed to deactivate.",
    )
    field_order = ("verb", "close_date", "reason")


class AssignForm(ReasonForm):
    """A territory that takes sites."""

    territory = forms.ModelChoiceField(
        Territory.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="None: take them out of their territory",
    )
    field_order = ("territory", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Territory.objects.filter(status=TerritoryStatus.ACTIVE).order_by(
                "path"
            )

    def values(self) -> dict[str, str]:
        territory = self.cleaned_data["territory"]
        return {"territory": territory.code if territory else ""}


FORMS: dict[str, type[ReasonForm]] = {
    "edit": EditForm,
    "status": StatusForm,
    "assign": AssignForm,
}
