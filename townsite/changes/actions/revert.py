"""Revert: the facts are again what they were, from now on; what held meanwhile stays history."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

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
from townsite.changes.queries.dependents import bulks_of, later_change_sets
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
    later = refuse_later(row, with_later=with_later)
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
    for some in _stretches(chain):
        diff = _still_there(_together(some), act.at)
        _refuse_later_facts(chain[-1], diff, act.at)
        try:
            restore({fact: pair.before for fact, pair in diff.items()}, act)
        except Problem as problem:
            raise RevertRefused(
                f"Change set {chain[-1].number} can no longer be reverted. {problem.detail}"
            ) from problem


def _stretches(chain: list[ChangeSet]) -> Iterator[list[ChangeSet]]:
    """Neighbors together, but each bulk by itself: its values are in the row history, not here."""
    for is_bulk, neighbors in groupby(chain, key=lambda row: bool(bulks_of(row))):
        some = list(neighbors)
        yield from ([row] for row in some) if is_bulk else [some]


def _together(chain: list[ChangeSet]) -> Diff:
    """What they did together, the latest first: the earliest value before, the latest after."""
    whole: Diff = {}
    for row in chain:
        for fact, pair in diff_from_json(row.applied).items():
            whole[fact] = Pair(pair.before, whole[fact].after if fact in whole else pair.after)
    return {fact: pair for fact, pair in whole.items() if pair.before != pair.after}


def refuse_later(row: ChangeSet, *, with_later: bool) -> list[ChangeSet]:
    """The later change sets that build on it, latest first. Raises RevertRefused unless wanted."""
    later = later_change_sets(row)
    if later and not with_later:
        seen = {each.pk for each in ChangeSet.objects.filter(pk__in=[one.pk for one in later])}
        named = [str(each) if each.pk in seen else f"#{each.number}" for each in later]
        raise RevertRefused(
            f"Later change sets build on it: {', '.join(named)}. Revert them together.",
            later=[each.number for each in later],
        )
    return later


def refuse_obstacles(row: ChangeSet, *, at: datetime) -> None:
    """Raises RevertRefused with what stands against reverting it by itself, as of now."""
    diff = _still_there(diff_from_json(row.applied), at)
    _refuse_later_facts(row, diff, at)
    found = [said for fact in diff for said in KINDS[fact.kind].obstacles(fact.subject)]
    if found:
        raise RevertRefused(
            f"Change set {row.number} can no longer be reverted as one. {'; '.join(found)}."
        )


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
