"""Secrets by which programs ask in the name of a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from townsite.accounts.choices import TokenScope
from townsite.accounts.models.user import User
from townsite.audit.targets import PlainTarget
from townsite.common.ids import uuid7

HEX_OF_SHA256 = 64
LONGEST_NETWORK = 43  # an IPv6 network with its length


class AccessToken(PlainTarget, models.Model):
    """A secret that stands for a person, within scopes and until a day.

    Only SHA-256 of it is kept: 256 random bits need no slow hash (OWASP ASVS 5, 11.4 speaks of
    passwords). `former_digest` lets the secret before a rotation run out instead of breaking off.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=HEX_OF_SHA256, unique=True)
    former_digest = models.CharField(max_length=HEX_OF_SHA256, blank=True, default="")
    former_until = models.DateTimeField(null=True, blank=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=TokenScope.choices))
    networks = ArrayField(models.CharField(max_length=LONGEST_NETWORK), default=list, blank=True)
    # Kept apart from the places themselves: a token whose last place is gone must not widen.
    is_narrowed = models.BooleanField(default=False)
    requests_per_minute = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_from = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["former_digest"],
                name="access_token_former",
                condition=~models.Q(former_digest=""),
            ),
            models.Index(fields=["expires_at"], name="access_token_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=TokenScope.values, scopes__len__gt=0),
                name="access_token_scopes_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="access_token_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(former_digest="", former_until=None)
                | (~models.Q(former_digest="") & models.Q(former_until__isnull=False)),
                name="access_token_former_with_end",
            ),
            models.CheckConstraint(
                condition=models.Q(requests_per_minute__gt=0), name="access_token_rate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
