"""A change set laid out over the present: what it would do, what is wrong, what was done meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from townsite.changes.facts import Diff, Fact, Facts, Value, World
from townsite.changes.facts.diff import by_kind, from_json, sentences
from townsite.changes.facts.kinds import KINDS
from townsite.changes.models import Change, ChangeSet
from townsite.changes.types.base import ChangeType
from townsite.changes.types.registry import change_of
from townsite.common.scope import Scope, scoped


@dataclass(frozen=True)
class Conflict:
    """A fact that was another one when the change was drafted."""

    change: Change
    fact: Fact
    base: Value
    now: Value
    wanted: Value

    @property
    def sentence(self) -> str:
        """For example: primary territory of 0417: D01 when drafted, D03 now, D02 proposed."""
        return (
            f"{KINDS[self.fact.kind].label.capitalize()} of {self.fact.subject}: "
            f"{_said(self.base)} when drafted, {_said(self.now)} now, {_said(self.wanted)} proposed."
        )


@dataclass(frozen=True)
class Entry:
    """One change in its place: what stands against it, or what it changes."""

    change: Change
    type: ChangeType
    problems: list[str]
    diff: Diff

    @property
    def sentences(self) -> list[str]:
        return sentences(self.diff)


@dataclass(frozen=True)
class Outline:
    """All changes in order, and what they come to together."""

    entries: list[Entry]
    conflicts: list[Conflict]
    world: World

    @property
    def problems(self) -> list[str]:
        return [line for entry in self.entries for line in entry.problems]

    @property
    def diff(self) -> Diff:
        """The net effect: a fact set twice counts once, one set back not at all."""
        return self.world.net()


def lay_out(change_set: ChangeSet, *, at: datetime) -> Outline:
    """The outline at a moment, within the reader's scope; nothing is written."""
    return lay_out_changes(list(change_set.changes.all()), at=at)


def lay_out_whole(change_set: ChangeSet, *, at: datetime) -> Outline:
    """As `lay_out`, but of everything it is about, for showing it to whoever sees a part.

    Its sentences name what the reader may see; its problems and conflicts name all, so they are
    for authors.
    """
    with scoped(Scope.system("showing a change set")):
        return lay_out(change_set, at=at)


def lay_out_changes(changes: Sequence[Change], *, at: datetime) -> Outline:
    """As `lay_out`, for changes that may not be stored yet."""
    world = World(at=at)
    types = [change_of(change.type, change.payload) for change in changes]
    bases = [from_json(change.base) for change in changes]
    world.load(fact for kind in types for fact in kind.needs())
    world.load(fact for base in bases for fact in base)
    entries, conflicts = [], []
    for change, kind, base in zip(changes, types, bases, strict=True):
        entry, wanted = _enter(change, kind, world)
        entries.append(entry)
        conflicts += _conflicts(change, base, wanted, world)
    return Outline(entries, conflicts, world)


def base_of(entry: Entry, world: World) -> dict[str, dict[str, Value]]:
    """The present facts that a change sets: kept on it, to notice what others do meanwhile."""
    if entry.problems:
        return {}
    return by_kind({fact: world.now(fact) for fact in entry.diff})


def _enter(change: Change, kind: ChangeType, world: World) -> tuple[Entry, Facts]:
    problems = list(kind.check(world))
    if problems:
        return Entry(change, kind, problems, {}), {}
    given_up = {Fact(name, each) for name, subjects in change.dropped.items() for each in subjects}
    wanted = {fact: value for fact, value in kind.facts(world).items() if fact not in given_up}
    return Entry(change, kind, [], world.put(wanted)), wanted


def _conflicts(change: Change, base: Facts, wanted: Facts, world: World) -> list[Conflict]:
    return [
        Conflict(change, fact, base[fact], world.now(fact), value)
        for fact, value in wanted.items()
        if fact in base and world.now(fact) not in (base[fact], value)
    ]


def _said(value: Value) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("until") or "open")
    text = "none" if value in (None, "") else str(value)
    return text if len(text) <= 60 else "another shape"  # noqa: PLR2004 - shapes are no reading
