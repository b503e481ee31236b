"""Forms of allauth, as people here need them."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth ships no types
    """A new passkey; unless told otherwise one that replaces the password."""

    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        help_text="Your device must then know you by fingerprint, face or PIN.",
    )
    field_order = ("name", "passwordless")
