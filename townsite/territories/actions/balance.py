"""Watching the rules of balance, and the reviews that follow from their top rung."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import ended, since
from townsite.territories.balance.rules import Found, broken_rules
from townsite.territories.choices import BalanceRule, Rung
from townsite.territories.hierarchies import hierarchies
from townsite.territories.models import BalanceReview, RuleViolation, Territory
from townsite.territories.placement.candidates import candidates_at

Key = tuple[UUID, str]


@dataclass(frozen=True)
class Watched:
    """What one look found: rules broken now, begun, ended, and reviews opened."""

    broken: int
    begun: int
    ended: int
    reviews: int


@transaction.atomic
def watch_balance(*, by: Actor, at: datetime) -> Watched:
    """Stores which rules are broken as of `at`, in every hierarchy; needs all of it in scope.

    A violation that lasts keeps its row with the newest figures; one that ends or changes its rung
    is ended, so that any date can be counted. The top rung opens a review, one at a time for each
    territory and rule (C-03).
    """
    every = [candidates_at(at, hierarchy_id=each.pk) for each in hierarchies()]
    broken = [each for candidates in every for each in broken_rules(candidates)]
    found = {(each.territory_id, str(each.rule)): each for each in broken}
    rows = RuleViolation.objects.select_for_update().filter(valid_during__upper_inf=True)
    held: dict[Key, RuleViolation] = {(row.territory_id, row.rule): row for row in rows}
    over = [row for key, row in held.items() if key not in found or row.rung != found[key].rung]
    for row in over:
        row.valid_during = ended(row.valid_during, at=at)
    RuleViolation.objects.bulk_update(over, ["valid_during"], batch_size=500)
    begun = [each for key, each in found.items() if key not in held or held[key] in over]
    RuleViolation.objects.bulk_create([_row(each, at) for each in begun], batch_size=500)
    _renew(found, {key: row for key, row in held.items() if row not in over})
    due_days = every[0].rules.policies.number("balance.review_due_days")
    reviews = _open_reviews(list(found.values()), timedelta(days=due_days), by=by, at=at)
    return Watched(len(found), len(begun), len(over), reviews)


def _row(found: Found, at: datetime) -> RuleViolation:
    return RuleViolation(
        territory_id=found.territory_id,
        rule=found.rule,
        rung=found.rung,
        measured=found.measured,
        limit=found.limit,
        words=found.words,
        valid_during=since(at),
    )


def _renew(found: dict[Key, Found], lasting: dict[Key, RuleViolation]) -> None:
    for key, row in lasting.items():
        row.measured, row.limit, row.words = found[key].measured, found[key].limit, found[key].words
    RuleViolation.objects.bulk_update(
        lasting.values(), ["measured", "limit", "words"], batch_size=500
    )


def _open_reviews(found: list[Found], due: timedelta, *, by: Actor, at: datetime) -> int:
    """How many reviews were opened; a rule with an open one waits for its outcome."""
    open_now = set(BalanceReview.objects.filter(closed_at=None).values_list("territory_id", "rule"))
    wanted = [
        each
        for each in found
        if each.rung == Rung.REVIEW and (each.territory_id, str(each.rule)) not in open_now
    ]
    territories = Territory.objects.in_bulk([each.territory_id for each in wanted])
    for each in wanted:
        review = BalanceReview.objects.create(
            territory=territories[each.territory_id],
            rule=each.rule,
            words=each.words,
            opened_at=at,
            due_at=at + due,
        )
        changes = {"rule": [None, BalanceRule(each.rule).label]}
        record_event(
            EventType.REVIEW_OPENED, target=review, by=by, at=at, reason=each.words, changes=changes
        )
    return len(wanted)


@transaction.atomic
def close_review(*, review: BalanceReview, outcome: str, by: Actor, at: datetime) -> BalanceReview:
    """The review, closed with what was decided. Raises Invalid without words, Conflict if closed."""
    if not outcome.strip():
        message = "Say what was decided; the next review reads it."
        raise Invalid(message, fields={"outcome": [message]})
    row = BalanceReview.objects.select_for_update().get(pk=review.pk)
    if row.closed_at:
        raise Conflict(f"This review was closed on {row.closed_at:%F} by {row.closed_by_label}.")
    row.closed_at, row.closed_by_label, row.outcome = at, by.actor_label, outcome.strip()
    row.save(update_fields=["closed_at", "closed_by_label", "outcome"])
    record_event(EventType.REVIEW_CLOSED, target=row, by=by, at=at, reason=outcome)
    return row
