"""Forms about people at a site."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from townsite.sites.choices import AuthorityLevel, ContactRole, PreferredMethod
from townsite.sites.models import Contact, Site
from townsite.sites.queries.contacts import links_of

LANGUAGES = [("en", "English"), ("es", "Spanish"), ("fr", "French"), ("zh", "Chinese")]
BLANK = ("", "—")


class ContactForm(forms.Form):
    """Who it is and how they are reached."""

    first_name = forms.CharField(required=False, max_length=100)
    last_name = forms.CharField(required=False, max_length=100)
    title = forms.CharField(required=False, max_length=100)
    department = forms.CharField(required=False, max_length=100)
    email = forms.EmailField(required=False, max_length=254, label="E-mail")
    phone = forms.CharField(
        required=False,
        max_length=40,
        help_text="For example (757) 555-0100 ext. 12.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    mobile = forms.CharField(
        required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    preferred_method = forms.ChoiceField(
        required=False, label="Prefers", choices=[BLANK, *PreferredMethod.choices]
    )
    authority_level = forms.TypedChoiceField(
        required=False,
        label="Authority",
        coerce=int,
        empty_value=None,
        choices=[BLANK, *AuthorityLevel.choices],
    )
    language = forms.ChoiceField(required=False, choices=LANGUAGES, initial="en")
    time_zone = forms.CharField(
        required=False, max_length=64, help_text="Only where it differs from the site's."
    )

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone and zone not in available_timezones():
            raise forms.ValidationError(f"“{zone}” is no time zone. Write it like America/Chicago.")
        return zone

    def contact_values(self) -> dict[str, Any]:
        """The fields of the contact itself; the extension is part of what was typed as phone."""
        values = {name: self.cleaned_data[name] for name in ContactForm.base_fields}
        return {**values, "phone_ext": ""}


class RoleForm(forms.Form):
    """What a contact is for at the site."""

    role = forms.ChoiceField(choices=ContactRole.choices)
    shift = forms.CharField(
        required=False, max_length=20, help_text="For example night, or weekend."
    )
    available_24_7 = forms.BooleanField(required=False, label="Reachable around the clock")
    replace_primary = forms.BooleanField(
        required=False,
        label="Replace the present primary contact",
        help_text="A site has exactly one; the present one ends at the same moment (R-18).",
    )


class NewContactForm(RoleForm, ContactForm):
    """A new person with a role at the site."""

    field_order = ("role", "first_name", "last_name", "title", "email", "phone", "mobile")


class LinkForm(RoleForm):
    """A role for somebody who is known already."""

    contact = forms.ModelChoiceField(Contact.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        if isinstance(contact, forms.ModelChoiceField):
            contact.queryset = Contact.objects.all()


class UnlinkForm(forms.Form):
    """Why somebody leaves, and who follows a primary (R-21)."""

    successor = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label="New primary contact"
    )
    reason = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    as_exception = forms.BooleanField(
        required=False,
        label="At once, even if the site has too few contacts then",
        help_text="A quality exception: the site keeps counting as incomplete.",
    )

    def __init__(self, *args: Any, site: Site, leaving: Contact, role: str, at: Any) -> None:
        super().__init__(*args)
        successor = self.fields["successor"]
        if role != ContactRole.PRIMARY:
            del self.fields["successor"]
            return
        del self.fields["as_exception"]
        others = {link.contact_id for link in links_of(site, at=at)} - {leaving.pk}
        if isinstance(successor, forms.ModelChoiceField):
            successor.queryset = Contact.objects.filter(pk__in=others)
