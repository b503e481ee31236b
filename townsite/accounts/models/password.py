"""Hashes of the passwords a person has had, so that none comes back soon."""

from django.db import models

from townsite.accounts.models.user import User
from townsite.common.ids import uuid7

LONGEST_HASH = 128  # as Django's own column


class PasswordRecord(models.Model):
    """A password from the moment it was set; the latest is the one in use."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_records")
    encoded = models.CharField(max_length=LONGEST_HASH)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-set_at"], name="password_record_latest")]

    def __str__(self) -> str:
        return f"password of {self.user} since {self.set_at:%F}"
