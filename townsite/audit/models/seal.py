"""Seals: each holds the hashes of some minutes' events and is chained to the seal before."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Seal(models.Model):
    """One link of the chain over the events with `after_id` < id <= `upto_id`.

    `entries` holds 40 bytes for each event in the order of ids: the id (8 bytes, big-endian) and
    SHA-256 of its canonical text. `link` is the hash of the seal and of `before`, the link of the
    seal before it. `day` is the UTC day on which it was made.
    """

    number = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    after_id = models.BigIntegerField(unique=True)
    upto_id = models.BigIntegerField(unique=True)
    events = models.IntegerField()
    entries = models.BinaryField()
    before = models.BinaryField()
    link = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "number"], name="seal_day")]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gt=0), name="seal_number_positive"),
            models.CheckConstraint(
                condition=models.Q(upto_id__gt=models.F("after_id"), after_id__gte=0),
                name="seal_range_not_empty",
            ),
            models.CheckConstraint(condition=models.Q(events__gt=0), name="seal_holds_events"),
        ]

    def __str__(self) -> str:
        return f"Seal {self.number} of {self.day}"


class DaySeal(models.Model):
    """The closed chain of one day, chained to the day before and signed.

    `head` is the link of the day's last seal; `link` the hash of all that and of `before`, the
    link of the day before; `signature` is Ed25519 (RFC 8032) over `link`.
    """

    day = models.DateField(primary_key=True)
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    events = models.BigIntegerField()
    head = models.BinaryField()
    before = models.BinaryField()
    link = models.BinaryField()
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_number__gte=models.F("first_number")),
                name="day_seal_range_not_empty",
            )
        ]

    def __str__(self) -> str:
        return f"Day {self.day}"


class HorizonMark(models.Model):
    """An id that no transaction can stay below once all of `writers` have ended.

    `writers` are the virtual transaction ids (pg_locks) that wrote events when the mark was set.
    """

    upto_id = models.BigIntegerField(primary_key=True)
    writers = ArrayField(models.CharField(max_length=40), default=list)
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Up to {self.upto_id}, {len(self.writers)} writers"
