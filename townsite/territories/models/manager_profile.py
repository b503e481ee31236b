"""What placement needs to know of a manager."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7


@tracked()
class ManagerProfile(PlainTarget, models.Model):
    """Experience, certificate and skills of a person who holds posts (R-08).

    Named as posts name people, because some have no account. Unknown facts stay empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    holder_label = models.CharField(max_length=150, unique=True)
    experienced_since = models.DateField(null=True, blank=True)
    certified_until = models.DateField(null=True, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(holder_label=""), name="profile_has_holder"),
        ]

    def __str__(self) -> str:
        return self.holder_label
