"""What a person owes before anything else: a new password, or a second factor."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from townsite.access.choices import Role


class Due(StrEnum):
    """The value is the name of the address where it is settled."""

    PASSWORD = "account_change_password"  # noqa: S105 - the name of an address
    FACTOR = "mfa_index"

    @property
    def demand(self) -> str:
        """What the person is told."""
        return _DEMANDS[self]


_DEMANDS = {
    Due.PASSWORD: "Your password has grown old. Set a new one; then everything opens again.",
    Due.FACTOR: "Your role needs a second factor. Set one up; then everything opens again.",
}


def due_of(
    roles: Collection[Role],
    *,
    password_until: datetime | None,
    factor_roles: Collection[str],
    at: datetime,
) -> Due | None:
    """The first thing due, or None; a factor is due of whoever holds one of `factor_roles`."""
    if password_until is not None and password_until <= at:
        return Due.PASSWORD
    if not set(factor_roles).isdisjoint(roles):
        return Due.FACTOR
    return None
