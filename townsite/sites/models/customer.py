"""The organisation that a site belongs to."""

from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.checks import CheckedAtOnce
from townsite.common.fields import READING_ORDER
from townsite.common.history import tracked
from townsite.common.ids import uuid7


@tracked()
class Customer(PlainTarget, CheckedAtOnce):
    """A customer with one or many sites. Visible to everyone who sees one of its sites."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=150, db_collation=READING_ORDER, unique=True)
    code = models.CharField(max_length=20, blank=True, default="")
    website = models.URLField(blank=True, default="")
    notes = models.TextField(blank=True, default="")
    created_by_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="customer_has_name"),
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="customer_code_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name
