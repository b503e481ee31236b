"""What the API remembers of its callers."""

from django.conf import settings
from django.db import models

from townsite.common.ids import uuid7


class IdempotentAnswer(models.Model):
    """The answer once given for an `Idempotency-Key`, kept for a day to answer a repeat alike."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotent_answer_once")
        ]

    def __str__(self) -> str:
        return self.key
