"""Forms of the inbox: what to look for, how to be told, who decides meanwhile."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from townsite.accounts.models import User
from townsite.notifications.choices import MailWhen, NoticeKind
from townsite.notifications.queries import Choice

_DATE = {"type": "date"}


class InboxForm(forms.Form):
    kind = forms.ChoiceField(required=False, choices=[("", "All"), *NoticeKind.choices])
    unread = forms.BooleanField(required=False, label="Unread only")


class ChoicesForm(forms.Form):
    """Two fields for each kind: in the inbox, by e-mail."""

    def __init__(self, choices: dict[NoticeKind, Choice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, choice in choices.items():
            self.fields[f"{kind.value}_inbox"] = forms.BooleanField(
                required=False, initial=choice.is_in_app, label=f"{kind.label}: in the inbox"
            )
            self.fields[f"{kind.value}_mail"] = forms.ChoiceField(
                choices=MailWhen.choices,
                initial=choice.mail_when.value,
                label=f"{kind.label}: by e-mail",
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Label, inbox and e-mail of each kind."""
        return [
            (kind.label, self[f"{kind.value}_inbox"], self[f"{kind.value}_mail"])
            for kind in NoticeKind
        ]

    def choices(self) -> dict[NoticeKind, Choice]:
        """What was chosen."""
        given = self.cleaned_data
        return {
            kind: Choice(kind, given[f"{kind.value}_inbox"], MailWhen(given[f"{kind.value}_mail"]))
            for kind in NoticeKind
        }


class DelegateForm(forms.Form):
    """Days in the person's own zone; the last one counts whole."""

    email = forms.EmailField(label="E-mail of the delegate")
    begins = forms.DateField(label="First day", widget=forms.DateInput(attrs=_DATE))
    last = forms.DateField(label="Last day", widget=forms.DateInput(attrs=_DATE))
    reason = forms.CharField(required=False, max_length=500)

    def clean_email(self) -> User:
        """The account. An unknown one is refused here, so that what was typed is kept."""
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(f"Nobody signs in as {email}.")
        return user

    def values(self) -> dict[str, Any]:
        """The arguments of `name_delegate`."""
        given = self.cleaned_data
        return {
            "delegate": given["email"],
            "begins": _midnight(given["begins"]),
            "until": _midnight(given["last"] + timedelta(days=1)),
            "reason": given["reason"],
        }


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
