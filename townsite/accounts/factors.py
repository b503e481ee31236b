"""Second factors: how allauth keeps them here, and what is told of them."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from townsite.accounts.models import User
from townsite.accounts.news import asking, tell, tell_failure
from townsite.audit.event_types import EventType
from townsite.common.encryption import decrypt, encrypt, encrypt_anew

PURPOSE = "second factor"
NAMES = {
    Authenticator.Type.TOTP: "Authenticator app",
    Authenticator.Type.WEBAUTHN: "Passkey",
    Authenticator.Type.RECOVERY_CODES: "Recovery codes",
}
ENCRYPTED = ("secret", "seed")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Encrypts what allauth keeps: the secret of an app, and the seed of recovery codes."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, purpose=PURPOSE)

    def get_totp_issuer(self) -> str:
        return "Townsite"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Townsite"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """A name to begin with; people know their keys by what they lie on."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


@transaction.atomic
def encrypt_factors_anew() -> int:
    """Encrypts every kept secret by the present secret key; how many rows. Raises NotDecipherable."""
    rows = list(Authenticator.objects.select_for_update().filter(data__has_any_keys=ENCRYPTED))
    for row in rows:
        for name in ENCRYPTED:
            if name in row.data:
                row.data[name] = encrypt_anew(row.data[name], purpose=PURPOSE)
    Authenticator.objects.bulk_update(rows, ["data"])
    return len(rows)


@transaction.atomic
def remove_factors(*, user: User, reason: str) -> int:
    """Takes every second factor from a person who lost them; how many. Each removal is told."""
    rows = list(Authenticator.objects.select_for_update().filter(user=user))
    for row in rows:
        row.removed_because = reason
        row.delete()
    return len(rows)


def _added(instance: Authenticator, *, created: bool, **_: Any) -> None:
    if created:
        changes = {"factor": [None, NAMES[instance.type]]}
        tell(EventType.USER_FACTOR_ADDED, instance.user, by=asking(), changes=changes)


def _removed(instance: Authenticator, **_: Any) -> None:
    changes = {"factor": [NAMES[instance.type], None]}
    reason = getattr(instance, "removed_because", "")
    tell(EventType.USER_FACTOR_REMOVED, instance.user, by=asking(), reason=reason, changes=changes)


def _failed(user: User, **_: Any) -> None:
    tell_failure(user.email, reason="Wrong second factor")


def listen() -> None:
    """Connects to the rows themselves, so that an event stands in the transaction of its fact."""
    post_save.connect(_added, sender=Authenticator, dispatch_uid="accounts.factor_added")
    post_delete.connect(_removed, sender=Authenticator, dispatch_uid="accounts.factor_removed")
    authentication_failed.connect(_failed, dispatch_uid="accounts.factor_failed")
