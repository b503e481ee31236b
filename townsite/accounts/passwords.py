"""A password is not used again soon, and is known to be how old."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare

from townsite.accounts.models import PasswordRecord, User
from townsite.common import clock
from townsite.policies.queries import policies_at

HISTORY = "sign_in.password_history"
MOST_KEPT = 24  # the upper bound of the policy


class PasswordHistoryValidator:
    """Django's password validator for "not one of the last twelve" (domain section 5).

    All hashes of a person share a salt of their own, so that one computation compares a new password
    with every kept one; a slow hash for each would take seconds.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when the person had this password lately."""
        if not isinstance(user, User):
            return
        length = int(policies_at(clock.now(), keys=[HISTORY]).number(HISTORY))
        kept = list(user.password_records.order_by("-set_at")[:length])
        if kept and _is_among(password, kept):
            raise ValidationError(
                f"You had this password before. Choose one unlike your last {length}.",
                code="password_used_before",
            )

    def get_help_text(self) -> str:
        return "Your password can't be one you had lately."

    def password_changed(self, password: str, user: Any = None) -> None:
        """Keeps the hash. Django calls it after each save of a new password, and tells no time."""
        if not isinstance(user, User):
            return
        latest = user.password_records.order_by("-set_at").first()
        encoded = make_password(password, salt=_salt(latest) if latest else None)
        user.password_records.create(encoded=encoded, set_at=clock.now())
        _forget_beyond(user, MOST_KEPT)


def password_set_at(user: User) -> datetime:
    """Since when the person has the present password; the account's beginning where nobody knows."""
    latest = user.password_records.order_by("-set_at").values_list("set_at", flat=True).first()
    return latest or user.joined_at


def _forget_beyond(user: User, length: int) -> None:
    kept = user.password_records.order_by("-set_at").values("pk")[:length]
    user.password_records.exclude(pk__in=kept).delete()


def _is_among(password: str, kept: list[PasswordRecord]) -> bool:
    candidate = make_password(password, salt=_salt(kept[0]))
    way = candidate.rpartition("$")[0]
    return any(
        # Another way of hashing, from before an upgrade of Django, is asked by itself.
        constant_time_compare(candidate, each.encoded)
        if each.encoded.rpartition("$")[0] == way
        else check_password(password, each.encoded)
        for each in kept
    )


def _salt(record: PasswordRecord) -> str:
    """The salt within a hash that Django's PBKDF2 and its kin wrote: the part before the last."""
    return record.encoded.split("$")[-2]
