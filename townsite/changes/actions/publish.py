"""Publication: every change takes effect at one moment, or none does."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.follow_up import open_deadlines
from townsite.changes.actions.locking import lock_places
from townsite.changes.actions.touches import touch
from townsite.changes.choices import ChangeState
from townsite.changes.errors import Conflicting
from townsite.changes.facts import Act, Diff, Pair, World
from townsite.changes.facts.diff import by_kind, followers, write
from townsite.changes.models import ChangeSet
from townsite.changes.outline import Outline, lay_out
from townsite.changes.states import in_state, locked, move
from townsite.common.actors import Actor
from townsite.common.errors import Invalid


@transaction.atomic
def publish_change_set(*, change_set: ChangeSet, by: Actor, at: datetime) -> ChangeSet:
    """The effective change set: its facts hold from `at` on, and what they were is kept on it.

    The sites and territories it touches are locked first, so of two publications against each
    other one waits, sees what the other did and is refused with the reason. Raises WrongState
    unless it is scheduled, Conflicting, Invalid with every problem, and what the actions of other
    parts refuse; nothing is written then.
    """
    row = locked(change_set)
    in_state(row, ChangeState.SCHEDULED)
    lock_places([row])
    outline = lay_out(row, at=at)
    refuse_unfit(outline)
    row.applied = by_kind(_write(outline.diff, Act(by, at, row.why, decided_by=row.decided_by)))
    touch(row, outline.diff)
    move(row, ChangeState.EFFECTIVE, at=at, effective_at=at, refusal="")
    open_deadlines(row, at=at)
    changes = {"facts": [None, len(outline.diff)]}
    record_event(
        EventType.CHANGE_SET_PUBLISHED, target=row, by=by, at=at, reason=row.reason, changes=changes
    )
    return row


def refuse_unfit(outline: Outline) -> None:
    """Raises Conflicting for what was changed meanwhile, Invalid with every other problem."""
    if outline.conflicts:
        told = [each.sentence for each in outline.conflicts]
        raise Conflicting(
            f"{len(told):,} facts were changed since this was drafted. {' '.join(told[:5])} "
            "Take it back to a draft and rebase it.",
            fields={"conflicts": told},
        )
    if outline.problems:
        raise Invalid(" ".join(outline.problems[:20]), fields={"changes": outline.problems})
    if not outline.diff:
        raise Invalid("This changes nothing: everything is as proposed already.")


def _write(diff: Diff, act: Act) -> Diff:
    """What was written, read back: the values before and after, derived ones too."""
    facts = {*diff, *followers(diff)}
    before, after = World(at=act.at), World(at=act.at)
    before.load(facts)
    write({fact: pair.after for fact, pair in diff.items()}, act)
    after.load(facts)
    pairs = {fact: Pair(before.now(fact), after.now(fact)) for fact in facts}
    return {fact: pair for fact, pair in pairs.items() if pair.before != pair.after}
