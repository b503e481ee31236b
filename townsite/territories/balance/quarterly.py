"""Reading the quarterly reviews."""

from datetime import date

from django.db.models import QuerySet

from townsite.territories.models import QuarterlyReview


def quarterly_reviews(
    *, quarter: date | None = None, path: str = "", is_open: bool | None = None
) -> QuerySet[QuarterlyReview]:
    """Reviews in scope, the newest quarter first; narrowed to a quarter, a part, open or closed."""
    rows = QuarterlyReview.objects.select_related("territory")
    rows = rows.filter(quarter=quarter) if quarter else rows
    rows = rows.filter(territory__path__within=path) if path else rows
    rows = rows.filter(closed_at__isnull=is_open) if is_open is not None else rows
    return rows.order_by("-quarter", "closed_at", "territory__code")


def quarters_held() -> list[date]:
    """The quarters that have reviews in scope, the newest first."""
    rows = QuarterlyReview.objects.order_by("-quarter").values_list("quarter", flat=True)
    return list(rows.distinct())
