"""Pairs of sites that may be one, and what people said about them."""

from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.ids import uuid7
from townsite.sites.models.site import Site


class SuspectedDuplicate(SiteTarget, models.Model):
    """Two sites that score as likely duplicates (R-27); `site` is the older one.

    Derived by comparison, so it has no row history; dismissing a pair is an event.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="suspicions")
    other = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="inverse_suspicions")
    score = models.DecimalField(max_digits=5, decimal_places=4)
    # What was compared, as words for people.
    parts = models.JSONField(default=list)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by_label = models.CharField(max_length=200, blank=True, default="")
    dismissed_reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                models.F("score").desc(),
                models.F("id"),
                name="suspicion_open",
                condition=models.Q(dismissed_at=None),
            ),
            models.Index(fields=["other"], name="suspicion_other"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["site", "other"], name="suspicion_once"),
            models.CheckConstraint(
                condition=models.Q(site__lt=models.F("other")), name="suspicion_older_first"
            ),
            models.CheckConstraint(
                condition=models.Q(score__range=(0, 1)), name="suspicion_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} and {self.other}"
