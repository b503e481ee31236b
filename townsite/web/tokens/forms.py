"""The form of a new access token."""

import re
from typing import Any

from django import forms

from townsite.access.tokens.actions import Wanted
from townsite.accounts.choices import TokenScope
from townsite.sites.models import Site
from townsite.territories.models import Territory

LIVES = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "A year")]
USUAL_DAYS = 90
Place = type[Site] | type[Territory]


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="The program that will use it, such as QGIS.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Never more than you may yourself.",
    )
    days = forms.TypedChoiceField(label="Ends after", choices=LIVES, coerce=int, initial=USUAL_DAYS)
    territories = forms.CharField(
        required=False,
        max_length=2_000,
        label="Only in these territories",
        help_text="Codes with commas, each with all below it. Empty: wherever you reach.",
    )
    sites = forms.CharField(
        required=False, max_length=2_000, label="Only these sites", help_text="Numbers with commas."
    )
    networks = forms.CharField(
        required=False,
        max_length=2_000,
        label="Only from these addresses",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line, such as 203.0.113.0/24. Empty: from anywhere.",
    )

    def clean_territories(self) -> list[Territory]:
        """The territories named, all within the person's reach."""
        return list(_places(Territory, "code", self.cleaned_data["territories"]))

    def clean_sites(self) -> list[Site]:
        """The sites named, all within the person's reach."""
        return list(_places(Site, "number", self.cleaned_data["sites"]))

    def wanted(self) -> Wanted:
        """What the action takes."""
        given = self.cleaned_data
        return Wanted(**{name: given[name] for name in self.base_fields})


def _places(model: Place, key: str, text: str) -> list[Any]:
    """Rows by their keys. Raises ValidationError naming those that are not within reach."""
    asked = list(dict.fromkeys(part for part in re.split(r"[\s,]+", text) if part))
    found = {getattr(row, key): row for row in model.objects.filter(**{f"{key}__in": asked})}
    missing = [each for each in asked if each not in found]
    if missing:
        raise forms.ValidationError(
            f"Nothing within your reach is called {', '.join(missing)}. Check the spelling."
        )
    return [found[each] for each in asked]
