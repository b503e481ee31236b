"""How sites relate to each other."""

from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.choices import RelationshipKind
from townsite.sites.models.site import Site


@tracked()
class SiteRelationship(SiteTarget, models.Model):
    """`site` is parent of, shares parking with, … `other`; cycles of parents are refused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="relationships")
    other = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="inverse_relationships")
    kind = models.CharField(max_length=14, choices=RelationshipKind.choices)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "other", "kind"], name="relationship_once"),
            models.CheckConstraint(
                condition=~models.Q(site=models.F("other")), name="relationship_not_to_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(share_percent=None)
                | models.Q(share_percent__gt=0, share_percent__lte=100),
                name="relationship_share_is_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=RelationshipKind.SHARED_PARKING)
                | models.Q(share_percent=None),
                name="relationship_share_only_for_parking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.get_kind_display().lower()} {self.other}"
