"""Making and recognizing the secrets of access tokens."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

TOKEN: Final = "tst"  # noqa: S105 - no secret; a fixed beginning lets secret scanners find a leaked token
SHOWN: Final = 12  # characters that may be told again: the beginning and 8 of 43
_FORM: Final = re.compile(rf"{TOKEN}_[A-Za-z0-9_-]{{43}}")


@dataclass(frozen=True)
class Secret:
    """A new secret; its text is shown once and kept nowhere."""

    text: str

    @property
    def prefix(self) -> str:
        return self.text[:SHOWN]

    @property
    def digest(self) -> str:
        return digest_of(self.text)

    def __repr__(self) -> str:
        return f"Secret({self.prefix}…)"


def new_secret() -> Secret:
    """256 random bits (RFC 6749, 10.10 asks for 160 at the least)."""
    return Secret(f"{TOKEN}_{secrets.token_urlsafe(32)}")


def digest_of(text: str) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def looks_like_one(text: str) -> bool:
    """Whether a text has the form of a secret of ours, so that the database is worth asking."""
    return _FORM.fullmatch(text) is not None
