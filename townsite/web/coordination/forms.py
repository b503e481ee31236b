"""Forms of coordination between territories."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from townsite.access.choices import Role
from townsite.common import clock
from townsite.territories.models import Territory
from townsite.workflows.choices import Occasion, Outcome, RequestState, Side
from townsite.workflows.models import Protocol

_DATE = {"type": "date"}


class ListForm(forms.Form):
    q = forms.CharField(required=False, max_length=100, label="Title")
    state = forms.ChoiceField(required=False, choices=[("", "All"), *RequestState.choices])
    territory = forms.CharField(required=False, max_length=50)


class RequestForm(forms.Form):
    """Who asks whom for what."""

    protocol = forms.ModelChoiceField(Protocol.objects.none(), empty_label=None)
    asking = forms.CharField(label="Your territory (code)", max_length=50)
    answering = forms.CharField(
        label="The territory you ask (code)",
        max_length=50,
        help_text="Its people see the request; you need not see the territory.",
    )
    title = forms.CharField(max_length=200)
    text = forms.CharField(
        label="What is asked", widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000
    )
    sites = forms.CharField(
        required=False, max_length=2_000, help_text="Site numbers with commas or spaces between."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["protocol"] = forms.ModelChoiceField(
            Protocol.objects.filter(is_active=True), empty_label=None
        )

    def clean_asking(self) -> Territory:
        code = self.cleaned_data["asking"].strip().upper()
        found = Territory.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(f"There is no territory {code} within your reach.")
        return found

    def values(self) -> dict[str, Any]:
        """The arguments of `open_request`."""
        given = dict(self.cleaned_data)
        given["answering_code"] = given.pop("answering")
        given["site_numbers"] = given.pop("sites").replace(",", " ").split()
        return given


class AnswerForm(forms.Form):
    last = forms.DateField(
        required=False,
        label="Last day of the joint work",
        widget=forms.DateInput(attrs=_DATE),
        help_text="Empty: as long as the protocol allows.",
    )
    text = forms.CharField(
        required=False, label="Note, needed to decline", widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5_000,
    )  # fmt: skip

    def ends_at(self) -> datetime | None:
        """The end of the last day in the reader's own zone."""
        day = self.cleaned_data["last"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class EndForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=[(each.value, each.label) for each in Outcome if each != Outcome.LAPSED]
    )
    text = forms.CharField(
        label="What came of it", widget=forms.Textarea(attrs={"rows": 2}), max_length=5_000
    )


class TextForm(forms.Form):
    text = forms.CharField(
        label="Message", widget=forms.Textarea(attrs={"rows": 2}), max_length=5_000
    )


class PeriodForm(forms.Form):
    """A period of days, the last one included; at first the past 90 days."""

    since = forms.DateField(widget=forms.DateInput(attrs=_DATE))
    until = forms.DateField(widget=forms.DateInput(attrs=_DATE))

    @staticmethod
    def usual() -> dict[str, str]:
        """The past 90 days."""
        today = clock.now().date()
        return {"since": str(today - timedelta(days=90)), "until": str(today)}

    def period(self) -> tuple[datetime, datetime]:
        """From the first midnight up to the midnight after the last day."""
        given = self.cleaned_data
        first, last = given["since"], given["until"] + timedelta(days=1)
        return (
            timezone.make_aware(datetime.combine(first, time.min)),
            timezone.make_aware(datetime.combine(last, time.min)),
        )


class ProtocolForm(forms.Form):
    code = forms.SlugField(max_length=20)
    name = forms.CharField(max_length=120)
    occasion = forms.ChoiceField(choices=Occasion.choices)
    leads = forms.ChoiceField(choices=Side.choices, label="Who leads")
    told_roles = forms.MultipleChoiceField(
        required=False,
        choices=Role.choices,
        label="Who is told beside the managers",
        widget=forms.CheckboxSelectMultiple,
    )
    answer_hours = forms.FloatField(label="Answered within (h)", min_value=0.5, max_value=720)
    longest_days = forms.IntegerField(label="Ends after at most (days)", min_value=1, max_value=365)
    instructions = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000
    )
    is_active = forms.BooleanField(required=False, label="In use", initial=True)
