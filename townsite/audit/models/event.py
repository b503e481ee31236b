"""The event spine: one append-only table of what happened, to what, by whom and why."""

from django.contrib.postgres.indexes import BrinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from townsite.audit.event_types import EventType

# Not the thousand single steps of a job that writes many sites: it records an event of its own.
HEADLINE = models.Q(job_id="") | ~models.Q(target_kind="site")


class Event(models.Model):
    """One thing that happened.

    Labels and ids, no foreign keys: an event outlives what it is about. `changes` maps a field to
    `[before, after]`. `id` rises with time and is the cursor of readers.
    """

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=40)
    at = models.DateTimeField()
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(max_length=200)
    # The site or territory it concerns: scope and timelines go by these.
    site_id = models.UUIDField(null=True)
    territory_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=200)
    on_behalf_of_id = models.UUIDField(null=True)
    on_behalf_of_label = models.CharField(max_length=200, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    request_id = models.CharField(max_length=40, default="", blank=True)
    job_id = models.CharField(max_length=40, default="", blank=True)
    # Where the request came from; jobs and writers of whole sets know none.
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        indexes = [
            # After a large import the first page would read past all its steps.
            models.Index(fields=["id"], condition=HEADLINE, name="event_headline"),
            models.Index(fields=["site_id", "-id"], name="event_site"),
            models.Index(fields=["territory_id", "-id"], name="event_territory"),
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(fields=["type", "-id"], name="event_type"),
            models.Index(fields=["job_id"], name="event_job", condition=~models.Q(job_id="")),
            BrinIndex(fields=["at"], name="event_at"),
        ]
        constraints = [
            # The vocabulary itself is in the code: it grows too often for a migration each time.
            models.CheckConstraint(
                condition=models.Q(type__regex=r"^[a-z_]+\.[a-z_]+$"), name="event_type_format"
            )
        ]

    @property
    def type_label(self) -> str:
        """What happened, in words."""
        return EventType(self.type).label

    def __str__(self) -> str:
        return f"{self.type} {self.target_label} {self.at:%F %T}"
