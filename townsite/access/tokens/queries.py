"""Reads of tokens; row-level security shows each person their own."""

from datetime import datetime

from django.db.models import QuerySet

from townsite.accounts.models import AccessToken, User


def tokens_of(user: User) -> QuerySet[AccessToken]:
    """The person's tokens with their places, the newest first."""
    return (
        AccessToken.objects.filter(user=user)
        .prefetch_related("places__territory", "places__site")
        .order_by("-created_at")
    )


def state_of(token: AccessToken, *, at: datetime) -> str:
    """`live`, `expired` or `revoked`."""
    if token.revoked_at is not None and token.revoked_at <= at:
        return "revoked"
    return "live" if token.expires_at > at else "expired"
