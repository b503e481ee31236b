"""The keys by which partner systems know a site."""

from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.models.site import Site


@tracked()
class ExternalId(SiteTarget, models.Model):
    """A key in one partner system; a key there names one site here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="external_ids")
    system = models.CharField(max_length=40)
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "key"], name="external_id_key_once"),
            models.UniqueConstraint(fields=["site", "system"], name="external_id_one_a_system"),
            models.CheckConstraint(condition=~models.Q(key=""), name="external_id_has_key"),
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.key}"
