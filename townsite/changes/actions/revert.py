"""Revert: the facts are again what they were, from now on; what held meanwhile stays history."""

from datetime import datetime

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.locking import lock_places
from townsite.changes.choices import ChangeState
from townsite.changes.errors import RevertRefused
from townsite.changes.facts import Act, Diff, Fact, Pair, World
from townsite.changes.facts.diff import diff_from_json, restore
from townsite.changes.facts.kinds import KINDS
from townsite.changes.models import ChangeSet
from townsite.changes.queries.dependents import later_change_sets
from townsite.changes.states import in_state, locked, move
from townsite.common.actors import Actor
from townsite.common.errors import Problem

NAMED = 5


@transaction.atomic
def revert_change_set(
    *, change_set: ChangeSet, by: Actor, at: datetime, reason: str, with_later: bool = False
) -> list[ChangeSet]:
    """The change sets reverted, the latest first: this one, and later ones that build on it.

    Raises WrongState unless it is effective, and RevertRefused with the reasons when later facts
    depend on it; `with_later` reverts later change sets along with it.
    """
    row = locked(change_set)
    in_state(row, ChangeState.EFFECTIVE)
    later = later_change_sets(row)
    if later and not with_later:
        named = ", ".join(str(each) for each in later)
        raise RevertRefused(
            f"Later change sets build on it: {named}. Revert them together.",
            later=[each.number for each in later],
        )
    chain = [*(locked(each) for each in later), row]
    lock_places(chain)
    _restore(chain, Act(by, at, f"Change set {row.number} reverted: {reason}"))
    for each in chain:
        move(each, ChangeState.REVERTED, at=at, revert_reason=reason, refusal="")
        changes = {"state": [ChangeState.EFFECTIVE.value, each.state]}
        record_event(
            EventType.CHANGE_SET_REVERTED, target=each, by=by, at=at, reason=reason, changes=changes
        )
    return chain


def _restore(chain: list[ChangeSet], act: Act) -> None:
    """Writes the values before the earliest, once: a fact has no two values at one moment."""
    diff = _still_there(_together(chain), act.at)
    _refuse_later_facts(chain[-1], diff, act.at)
    try:
        restore({fact: pair.before for fact, pair in diff.items()}, act)
    except Problem as problem:
        raise RevertRefused(
            f"Change set {chain[-1].number} can no longer be reverted. {problem.detail}"
        ) from problem


def _together(chain: list[ChangeSet]) -> Diff:
    """What they did together, the latest first: the earliest value before, the latest after."""
    whole: Diff = {}
    for row in chain:
        for fact, pair in diff_from_json(row.applied).items():
            whole[fact] = Pair(pair.before, whole[fact].after if fact in whole else pair.after)
    return {fact: pair for fact, pair in whole.items() if pair.before != pair.after}


def _still_there(diff: Diff, at: datetime) -> Diff:
    """Without what has ended by itself, such as coverage for leave."""
    return {
        fact: pair
        for fact, pair in diff.items()
        if not KINDS[fact.kind].has_lapsed(pair.after, at=at)
    }


def _refuse_later_facts(row: ChangeSet, diff: Diff, at: datetime) -> None:
    world = World(at=at)
    world.load(diff)
    changed = [fact for fact, pair in diff.items() if world.now(fact) != pair.after]
    if not changed:
        return
    more = f" and {len(changed) - NAMED:,} more" if len(changed) > NAMED else ""
    named = ", ".join(_named(fact) for fact in changed[:NAMED])
    raise RevertRefused(
        f"Change set {row.number} can no longer be reverted as one. Changed since: {named}{more}. "
        "Take those changes back first.",
        fields={"facts": [_named(fact) for fact in changed]},
    )


def _named(fact: Fact) -> str:
    return f"{KINDS[fact.kind].label} of {fact.subject}"
