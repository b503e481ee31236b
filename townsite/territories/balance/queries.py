"""Reading violations and reviews: now, and how many there were on each day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from townsite.territories.choices import Rung
from townsite.territories.models import BalanceReview, RuleViolation

_TREND = """
SELECT day::date, count(v.id), count(v.id) FILTER (WHERE v.rung = 'review')
FROM generate_series(%(from)s::timestamptz, %(at)s::timestamptz, '1 week') day
LEFT JOIN territories_ruleviolation v ON v.valid_during @> day
    AND (%(rule)s = '' OR v.rule = %(rule)s)
GROUP BY day ORDER BY day
"""
RUNG_ORDER = {Rung.REVIEW: 0, Rung.BLOCK: 1, Rung.ADVISE: 2}


@dataclass(frozen=True)
class Week:
    """How many violations held on a day, and how many of them on the top rung."""

    day: date
    violations: int
    reviews: int


def open_violations(*, path: str = "", rule: str = "", rung: str = "") -> QuerySet[RuleViolation]:
    """Violations that hold now, below `path` and of this rule and rung where given."""
    rows = RuleViolation.objects.filter(valid_during__upper_inf=True)
    wanted: dict[str, Any] = {"rule": rule, "rung": rung}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.filter(territory__path__within=path) if path else rows
    return rows.select_related("territory").order_by("rule", "-measured", "territory__code")


def violations_at(at: datetime, *, path: str) -> QuerySet[RuleViolation]:
    """Violations below `path` that held at a moment; the territories are those of today."""
    rows = RuleViolation.objects.filter(
        valid_during__contains=at, territory__path__within=path
    ).select_related("territory")
    return rows.order_by("rule", "-measured", "territory__code")


def trend(*, at: datetime, weeks: int, rule: str = "") -> list[Week]:
    """A count a week, the last one now; what a reader cannot reach is not counted."""
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"from": at - timedelta(weeks=weeks), "at": at, "rule": rule}
        cursor.execute(_TREND, given)
        return [Week(*row) for row in cursor.fetchall()]


def open_reviews(*, path: str = "") -> QuerySet[BalanceReview]:
    """Reviews that wait for their outcome, the most urgent first."""
    rows = BalanceReview.objects.filter(closed_at=None)
    rows = rows.filter(territory__path__within=path) if path else rows
    return rows.select_related("territory").order_by("due_at")
