"""One change of a change set."""

from django.db import models

from townsite.changes.models.change_set import ChangeSet
from townsite.common.ids import uuid7


class Change(models.Model):
    """A type with its payload, at its place in the order.

    `base` holds the facts as they were when it was drafted, kind -> subject -> value: what differs
    at publication was changed meanwhile. `dropped` lists facts given up in a rebase, kind ->
    [subject].
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    change_set = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    type = models.CharField(max_length=40)
    payload = models.JSONField()
    base = models.JSONField(default=dict)
    dropped = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["change_set", "position"],
                name="change_one_at_each_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(type__regex=r"^[a-z_]+$"), name="change_type_format"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.type}"
