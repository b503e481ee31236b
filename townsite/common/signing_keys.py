"""Ed25519 signatures (RFC 8032) with keys that follow from the installation's secret key.

Whoever changes the database alone, its owner for example, cannot make a signature.
"""

import hashlib
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac

PUBLIC_KEY_BYTES = 32


def sign(content: bytes, *, purpose: str) -> bytes:
    """The 64 bytes of the signature; a signature for one purpose is none for another."""
    return _private(settings.SECRET_KEY, purpose).sign(content)


def is_signed(content: bytes, signature: bytes, *, purpose: str) -> bool:
    """Whether this installation signed it, with its present secret key or a former one it keeps."""
    return any(verifies(content, signature, key) for key in public_keys(purpose=purpose))


def public_keys(*, purpose: str) -> Iterator[bytes]:
    """The public key in use, then those of SECRET_KEY_FALLBACKS; 32 bytes each."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _private(secret, purpose).public_key().public_bytes_raw()


def verifies(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether the holder of the public key's other half signed the content."""
    if len(public_key) != PUBLIC_KEY_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def fingerprint(public_key: bytes) -> str:
    """A short name of a key, to compare by eye: the first 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def _private(secret: str, purpose: str) -> Ed25519PrivateKey:
    seed = salted_hmac(f"townsite.{purpose}", "Ed25519", secret=secret, algorithm="sha256")
    return Ed25519PrivateKey.from_private_bytes(seed.digest())
