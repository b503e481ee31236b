"""Keeping the figures of a day."""

from datetime import datetime

from django.db import transaction

from townsite.territories.days.measure import measured_day
from townsite.territories.models import TerritoryDay

RENEWED = (
    "measured_at", "path", "manager_label", "backup_label", "is_certified", "sites", "load",
    "limit", "revenue_cents", "drives", "drive_minutes", "longest_minutes",
)  # fmt: skip


@transaction.atomic
def record_day(*, at: datetime) -> int:
    """How many territories were measured for the day of `at`; a second call renews the figures.

    Nobody's doing and derived from other rows, so it leaves no event. Needs the whole portfolio in
    scope: what is not in scope is not measured.
    """
    rows = measured_day(at)
    TerritoryDay.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["territory", "day"],
        update_fields=RENEWED,
    )
    return len(rows)
