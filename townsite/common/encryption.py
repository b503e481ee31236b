"""Encryption of secrets at rest: Fernet (AES-128-CBC with HMAC-SHA-256) of the package cryptography.

The key follows from the installation's secret key, so a copy of the database alone opens nothing.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class NotDecipherable(Exception):  # noqa: N818 - says what is wrong, as our problems do
    """The text was not encrypted with a secret key of this installation."""


def encrypt(text: str, *, purpose: str) -> str:
    """The encrypted text; what is encrypted for one purpose opens for no other."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, *, purpose: str) -> str:
    """The text. Raises NotDecipherable."""
    try:
        return _fernet(purpose).decrypt(encrypted).decode()
    except InvalidToken as error:
        raise NotDecipherable(
            "Encrypted with another secret key. Name it in TOWNSITE_SECRET_KEY_FALLBACKS."
        ) from error


def encrypt_anew(encrypted: str, *, purpose: str) -> str:
    """The same secret under the present key. Raises NotDecipherable."""
    try:
        return _fernet(purpose).rotate(encrypted).decode()
    except InvalidToken as error:
        raise NotDecipherable("Encrypted with another secret key.") from error


def _fernet(purpose: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in keys])


def _key(secret: str | bytes, purpose: str) -> bytes:
    derived = salted_hmac(f"townsite.{purpose}", "Fernet", secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(derived.digest())
