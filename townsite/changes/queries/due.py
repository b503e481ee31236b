"""What the clock asks for."""

from datetime import datetime

from django.db.models import Q, QuerySet

from townsite.changes.choices import ChangeState
from townsite.changes.models import ChangeSet


def due_change_sets(*, at: datetime) -> QuerySet[ChangeSet]:
    """Scheduled ones whose moment has come, and effective ones that are to be reverted."""
    return ChangeSet.objects.filter(
        Q(state=ChangeState.SCHEDULED, effective_at__lte=at)
        | Q(state=ChangeState.EFFECTIVE, revert_asked_at__isnull=False)
    ).order_by("effective_at", "number")
