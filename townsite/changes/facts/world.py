"""The facts at a moment, with what a draft would make of them laid over."""

from collections.abc import Iterable
from datetime import datetime

from townsite.changes.facts.diff import by_kind
from townsite.changes.facts.fact import Diff, Fact, Facts, Pair, Value
from townsite.changes.facts.kinds import KINDS
from townsite.changes.facts.territory import ACTIVE


class World:
    """Reads each fact once, one statement a kind however many subjects; setting writes nothing."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self._read: Facts = {}
        self._set: Facts = {}

    def load(self, facts: Iterable[Fact]) -> None:
        """Reads what is not known yet."""
        unknown = dict.fromkeys(each for each in facts if each not in self._read)
        for kind, subjects in by_kind(unknown).items():
            found = KINDS[kind].read(list(subjects), at=self.at)
            self._read |= {Fact(kind, each): found.get(each) for each in subjects}

    def now(self, fact: Fact) -> Value:
        """The value as it stands in the database."""
        self.load([fact])
        return self._read[fact]

    def get(self, kind: str, subject: str) -> Value:
        """The value as the draft has made it so far."""
        fact = Fact(kind, subject)
        return self._set[fact] if fact in self._set else self.now(fact)

    def put(self, facts: Facts) -> Diff:
        """Lays the facts over; what that changes."""
        self.load(facts)
        before = {fact: self.get(*fact) for fact in facts}
        self._set |= facts
        return {
            fact: Pair(before[fact], value)
            for fact, value in facts.items()
            if before[fact] != value
        }

    def laid_over(self, kind: str, ending: str = "") -> list[Fact]:
        """The facts of a kind that the draft sets, whose subjects end so."""
        return [each for each in self._set if each.kind == kind and each.subject.endswith(ending)]

    def net(self) -> Diff:
        """Everything laid over that differs from the database."""
        return {
            fact: Pair(self._read[fact], value)
            for fact, value in self._set.items()
            if self._read[fact] != value
        }

    def has_site(self, number: str) -> bool:
        """Whether the reader sees such a site."""
        return self.get("site", f"{number}.status") is not None

    def has_territory(self, code: str) -> bool:
        """Whether there is such a territory, or the draft makes it."""
        return self.get("territory", f"{code}.status") is not None

    def is_open(self, code: str) -> bool:
        """Whether the territory takes sites (R-09)."""
        return bool(self.get("territory", f"{code}.status") == ACTIVE)
