"""Removing uploads that are no longer needed."""

from datetime import datetime, timedelta

from django.db import transaction

from townsite.imports.models import ImportFile


@transaction.atomic
def remove_old_files(*, at: datetime, days: float) -> int:
    """How many uploads were removed because they are older than that many days.

    The import stays with its rows, its result and its undo; only checking the file anew then asks
    to upload it again.
    """
    old = ImportFile.objects.filter(of__created_at__lt=at - timedelta(days=days))
    removed, _ = old.delete()
    return removed
