"""Imports, the files they came from, their staged rows, and what they made."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from townsite.audit.targets import PlainTarget
from townsite.changes.models import ChangeSet
from townsite.common.ids import uuid7
from townsite.imports.choices import ImportStatus, RowAction


class Import(PlainTarget, models.Model):
    """One uploaded table on its way into the portfolio.

    `counts` holds the numbers of rows by action and of problems by severity, from the last check.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports"
    )
    status = models.CharField(
        max_length=10, choices=ImportStatus.choices, default=ImportStatus.MAPPING
    )
    file_name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    encoding = models.CharField(max_length=20, blank=True, default="")
    delimiter = models.CharField(max_length=1, blank=True, default="")
    sheet = models.CharField(max_length=100, blank=True, default="")
    sheets = models.JSONField(default=list)
    header = models.JSONField()
    row_count = models.IntegerField()
    signature = models.CharField(max_length=64)
    column_map = models.JSONField()
    is_remembered_map = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    # By which it is written, and reverted.
    change_set = models.ForeignKey(
        ChangeSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    # Where its sites are or will be, noted when it is proposed.
    territory_codes = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    job_id = models.UUIDField(null=True)
    message = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["author", "-id"], name="import_author")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ImportStatus.values), name="import_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """The bytes as uploaded, kept in the database so that any worker machine can read them."""

    of = models.OneToOneField(
        Import, primary_key=True, on_delete=models.CASCADE, related_name="file"
    )
    packed = models.BinaryField(help_text="zlib, RFC 1950")

    def __str__(self) -> str:
        return f"File of {self.of_id}"


class ImportRow(models.Model):
    """One row: what the file says, what a person changed, what it comes to.

    `edits` maps fields to what was typed or accepted, and `$skip`, `$site` and `$repaired` to
    decisions. `site_id` is the site that is matched or, for a new one, the id it will get.
    """

    id = models.BigAutoField(primary_key=True)
    # Found by the indexes below, which begin with it.
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    row_number = models.IntegerField()
    raw = models.JSONField()
    edits = models.JSONField(default=dict)
    values = models.JSONField()
    issues = models.JSONField()
    diff = models.JSONField(default=dict)
    action = models.CharField(max_length=9, choices=RowAction.choices)
    site_id = models.UUIDField(null=True)
    site_version = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "row_number"], name="import_row_once"),
            models.CheckConstraint(
                condition=models.Q(action__in=RowAction.values), name="import_row_action_known"
            ),
        ]
        indexes = [models.Index(fields=["of", "action", "row_number"], name="import_row_action")]

    def __str__(self) -> str:
        return f"Row {self.row_number}"


class Made(models.Model):
    """Something beside sites that an import made, so that its undo can remove it."""

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="made")
    kind = models.CharField(max_length=12)
    object_id = models.UUIDField()
    site_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RememberedMap(models.Model):
    """How a person last mapped a file with this header."""

    id = models.BigAutoField(primary_key=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="remembered_maps"
    )
    signature = models.CharField(max_length=64)
    column_map = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "signature"], name="remembered_map_once")
        ]

    def __str__(self) -> str:
        return f"Map of {self.signature[:8]}"
