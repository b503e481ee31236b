"""Opening the reviews of a quarter, and closing each with what was decided."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.territories.balance.queries import open_violations
from townsite.territories.hierarchies import hierarchies
from townsite.territories.models import QuarterlyReview, TerritoryDay
from townsite.territories.placement.candidates import candidates_at

FIGURES = (
    "sites", "load", "limit", "revenue_cents", "drives", "drive_minutes", "longest_minutes",
)  # fmt: skip
QUARTER_DAYS = 91


def quarter_of(day: date) -> date:
    """The first day of the quarter that holds `day`."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


@transaction.atomic
def open_quarterly_reviews(*, by: Actor, at: datetime) -> int:
    """How many reviews were opened: one for each lowest active territory without one this quarter.

    Needs the whole portfolio in scope. Their figures are those on record: measure the day first.
    """
    quarter = quarter_of(at.date())
    held = set(
        QuarterlyReview.objects.filter(quarter=quarter).values_list("territory_id", flat=True)
    )
    figures, findings = _figures(at.date()), _findings()
    rows = [
        QuarterlyReview(
            territory_id=key,
            quarter=quarter,
            figures=figures.get(key, {}),
            findings=findings[key],
            opened_at=at,
            due_at=at + allowed,
        )
        for key, allowed in _reviewed(at)
        if key not in held
    ]
    QuarterlyReview.objects.bulk_create(rows, batch_size=500)
    kept = QuarterlyReview.objects.select_related("territory").in_bulk([row.pk for row in rows])
    for row in kept.values():
        record_event(EventType.QUARTERLY_REVIEW_OPENED, target=row, by=by, at=at)
    return len(rows)


def _reviewed(at: datetime) -> Iterator[tuple[UUID, timedelta]]:
    """Each lowest active territory of every hierarchy, and how long its review may take."""
    for hierarchy in hierarchies():
        found = candidates_at(at, hierarchy_id=hierarchy.pk)
        for row, context in zip(found.rows, found.rules.contexts, strict=True):
            days = found.rules.policies.number("balance.review_due_days", context)
            yield row.id, timedelta(days=days)


def _figures(day: date) -> dict[UUID, dict[str, Any]]:
    """By territory, its newest figures, and as `earlier` those of a quarter before."""
    found: dict[UUID, dict[str, Any]] = {}
    before = TerritoryDay.objects.filter(day__lte=day - timedelta(days=QUARTER_DAYS))
    earlier = {row.territory_id: row for row in _newest(before)}
    for row in _newest(TerritoryDay.objects.filter(day__lte=day)):
        found[row.territory_id] = _plain(row)
        if row.territory_id in earlier:
            found[row.territory_id]["earlier"] = _plain(earlier[row.territory_id])
    return found


def _newest(rows: Any) -> list[TerritoryDay]:
    return list(rows.order_by("territory_id", "-day").distinct("territory_id"))


def _plain(row: TerritoryDay) -> dict[str, Any]:
    figures = {name: getattr(row, name) for name in FIGURES}
    return {"day": row.day.isoformat(), "manager": row.manager_label, **figures}


def _findings() -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in open_violations():
        found[row.territory_id].append(f"{row.get_rule_display()}: {row.words}")
    return found


@transaction.atomic
def close_quarterly_review(
    *,
    review: QuarterlyReview,
    outcome: str,
    change_sets: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> QuarterlyReview:
    """The review with its outcome and the numbers of the change sets that came of it.

    Raises Invalid without an outcome, Conflict where somebody closed it meanwhile.
    """
    if not outcome.strip():
        message = "Say what the review found; the next one begins with it."
        raise Invalid(message, fields={"outcome": [message]})
    row = QuarterlyReview.objects.select_for_update().get(pk=review.pk)
    if row.closed_at:
        raise Conflict(f"This review was closed on {row.closed_at:%F} by {row.closed_by_label}.")
    row.closed_at, row.closed_by_label, row.outcome = at, by.actor_label, outcome.strip()
    row.change_sets = sorted(set(change_sets))
    row.save(update_fields=["closed_at", "closed_by_label", "outcome", "change_sets"])
    record_event(EventType.QUARTERLY_REVIEW_CLOSED, target=row, by=by, at=at, reason=row.outcome)
    return row
