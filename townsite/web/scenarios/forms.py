"""The form of a scenario."""

from datetime import datetime
from datetime import time as clock_time
from typing import Any

from django import forms
from django.utils import timezone

from townsite.common.errors import Invalid
from townsite.scenarios.brief import MOST_TERRITORIES, Brief
from townsite.scenarios.choices import Centers, Effort, Goal
from townsite.scenarios.limits import Limit
from townsite.scenarios.locks import codes_in, locks_in, locks_said
from townsite.scenarios.models import Scenario
from townsite.territories.models import Territory

LISTS = ("closes", "fixed_centers", "locked_territories")
SHARES = ("load_tolerance", "revenue_tolerance")
NO_LIMIT = "none"
PERCENT = 100


def _codes(label: str, hint: str) -> forms.CharField:
    return forms.CharField(required=False, label=label, help_text=hint, max_length=20_000)


class ScenarioForm(forms.Form):
    """A scenario as a planner writes it; limits left empty follow the policy shown beside them."""

    name = forms.CharField(max_length=200)
    territory = forms.CharField(
        max_length=50, label="Part of the tree", help_text="The code of a region or district."
    )
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_shared = forms.BooleanField(
        required=False, label="Show it to everybody who reaches the whole part"
    )
    base_on = forms.DateField(
        required=False,
        label="As of",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day whose assignments count as today's; empty for the moment of each run.",
    )
    territories = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_TERRITORIES,
        label="Number of territories",
        help_text="Empty for as many as today.",
    )
    most_territories = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_TERRITORIES,
        label="Up to",
        help_text="To try several numbers.",
    )
    closes = _codes("Close", "Codes of territories that end; others are chosen where it is empty.")
    goals = forms.MultipleChoiceField(
        choices=Goal.choices, widget=forms.CheckboxSelectMultiple, initial=list(Goal.values)
    )
    centers = forms.ChoiceField(choices=Centers.choices, widget=forms.RadioSelect)
    fixed_centers = _codes("Fixed centers", "Territories whose center stays, as a manager's home.")
    load_tolerance = forms.CharField(required=False, label="Load around the mean, %")
    revenue_tolerance = forms.CharField(required=False, label="Revenue around the mean, %")
    drive_minutes = forms.CharField(required=False, label="Longest drive, min")
    capacity_units = forms.CharField(required=False, label="Most weighted sites")
    move_sites = forms.CharField(required=False, label="Sites that may change hands")
    within_states = forms.ChoiceField(
        required=False,
        label="Stay within states",
        choices=[("", "As the policy says"), ("yes", "Yes"), ("no", "No")],
    )
    is_contiguous = forms.BooleanField(required=False, label="Territories are in one piece")
    locked_territories = _codes("Locked territories", "They neither gain nor lose.")
    locked_sites = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: 0417 stays where it is, 0417=T1 goes to T1.",
    )
    effort = forms.ChoiceField(choices=Effort.choices, initial=Effort.STANDARD)
    plans = forms.IntegerField(min_value=1, max_value=40, initial=12, label="Plans to look for")
    seed = forms.IntegerField(min_value=0, max_value=2**31 - 1, initial=1)

    def with_limits(self, limits: dict[str, Limit]) -> None:
        """Says under each limit what the policy says, and where it comes from."""
        for name, limit in limits.items():
            self.fields[name].help_text = limit_hint(name, limit)

    def brief(self) -> dict[str, Any]:
        """What was asked, as the domain reads it. Raises Invalid for what cannot be read."""
        given = self.cleaned_data
        plain = {name: given[name] for name in ("territories", "most_territories", "goals")}
        plain |= {name: given[name] for name in ("centers", "effort", "plans", "seed")}
        plain |= {name: codes_in(given[name]) for name in LISTS}
        limits = {n: _limit(n, given[n]) for n in LIMIT_FIELDS if given[n].strip()}
        states = {"": None, "yes": True, "no": False}[given["within_states"]]
        return plain | {
            "limits": limits,
            "within_states": states,
            "is_contiguous": given["is_contiguous"],
            "locked_sites": locks_in(given["locked_sites"]),
        }

    def focus(self) -> Territory:
        """The territory named. Raises Invalid."""
        code = self.cleaned_data["territory"].strip().upper()
        found = Territory.objects.filter(code=code).first()
        if found is None:
            said = f"There is no territory {code} within your reach."
            raise Invalid(said, fields={"territory": [said]})
        return found

    def base_at(self) -> datetime | None:
        """The end of the chosen day in the reader's zone; None for the present."""
        day = self.cleaned_data["base_on"]
        if day is None or day >= timezone.localdate():
            return None
        return timezone.make_aware(datetime.combine(day, clock_time.max))


LIMIT_FIELDS = (
    "load_tolerance",
    "revenue_tolerance",
    "drive_minutes",
    "capacity_units",
    "move_sites",
)


def initial_of(scenario: Scenario, brief: Brief) -> dict[str, Any]:
    """The form's values for a stored scenario."""
    plain = brief.model_dump(mode="json")
    shown = {name: plain[name] for name in plain if name in ScenarioForm.base_fields}
    shown |= {name: " ".join(plain[name]) for name in LISTS}
    shown |= {name: _said(name, value) for name, value in brief.limits.items()}
    return shown | {
        "name": scenario.name,
        "territory": scenario.territory.code,
        "notes": scenario.notes,
        "is_shared": scenario.is_shared,
        "base_on": scenario.base_at and timezone.localtime(scenario.base_at).date(),
        "locked_sites": locks_said(brief.locked_sites),
        "within_states": {None: "", True: "yes", False: "no"}[brief.within_states],
    }


def limit_hint(name: str, limit: Limit) -> str:
    """For example: Empty: 120 min, advice only (Everywhere (built in)). “none” for no limit."""
    value = "no limit" if limit.value is None else _said(name, limit.value)
    unit = "%" if name in SHARES and limit.value is not None else ""
    force = "binding" if limit.binds else "advice only"
    return f"Empty: {value}{unit}, {force} ({limit.source}). A number binds; “none” lifts it."


def _limit(name: str, text: str) -> float | None:
    cleaned = text.strip().rstrip("%").replace(",", "").strip().lower()
    if cleaned == NO_LIMIT:
        return None
    try:
        number = float(cleaned)
    except ValueError:
        said = f"“{text}” is no number. Write a number, “none”, or leave it empty."
        raise Invalid(said, fields={name: [said]}) from None
    return number / PERCENT if name in SHARES else number


def _said(name: str, value: float | None) -> str:
    if value is None:
        return NO_LIMIT
    return f"{value * PERCENT if name in SHARES else value:g}"
