"""Files kept at a site, with versions and expiry."""

from django.db import models

from townsite.audit.targets import SiteTarget
from townsite.common.history import tracked
from townsite.common.ids import uuid7
from townsite.sites.choices import DocumentType
from townsite.sites.models.site import Site


@tracked()
class Document(SiteTarget, models.Model):
    """One version of one document; a new version supersedes the former of the same title."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="documents")
    type = models.CharField(max_length=11, choices=DocumentType.choices)
    title = models.CharField(max_length=150)
    version = models.PositiveSmallIntegerField(default=1)
    file = models.FileField(upload_to="documents/%Y/%m", max_length=255)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    expires_on = models.DateField(null=True, blank=True)
    uploaded_by_label = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "type", "title", "version"], name="document_version_once"
            ),
            models.UniqueConstraint(
                fields=["site", "type", "title"],
                condition=models.Q(is_current=True),
                name="document_one_current_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"
