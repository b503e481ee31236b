"""A fact: something that has one value at any moment, and can be asked, set and told.

Change types only say which facts they set. What a change set would do, whether somebody else
changed the same meanwhile, what its publication does and what its revert restores all follow.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from townsite.common.actors import Actor

# A value as JSON holds it; None is "not there".
Value = Any


class Fact(NamedTuple):
    """`subject` names the thing by its human keys: "0417", "D02.manager"."""

    kind: str
    subject: str


class Pair(NamedTuple):
    """A value before and after."""

    before: Value
    after: Value


Facts = dict[Fact, Value]
Diff = dict[Fact, Pair]


@dataclass(frozen=True)
class Act:
    """Who writes, when, and why; `decided_by` names the people behind a job that writes."""

    by: Actor
    at: datetime
    reason: str
    decided_by: str = ""

    @property
    def signed(self) -> dict[str, Any]:
        """As the arguments that every action takes."""
        return {"by": self.by, "at": self.at, "reason": self.reason}


@dataclass(frozen=True)
class Places:
    """The sites and territories something is about, by number and code."""

    sites: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()

    def __or__(self, other: "Places") -> "Places":
        return Places(self.sites | other.sites, self.territories | other.territories)


class FactKind(ABC):
    """One kind of fact; reads and writes any number of subjects at once."""

    name: ClassVar[str]
    label: ClassVar[str]

    @abstractmethod
    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        """The present values; subjects that are not there are left out."""

    @abstractmethod
    def write(self, values: Mapping[str, Value], act: Act) -> None:
        """Sets the values through the actions of the part that owns them, with their refusals."""

    def finish(self, values: Mapping[str, Value], act: Act) -> None:
        """What has to wait until every kind was written; nothing, as a rule."""
        return

    def restore(self, values: Mapping[str, Value], act: Act) -> None:
        """Puts former values back; as `write`, unless writing derives more than it is given."""
        self.write(values, act)

    def followers(self, subjects: Collection[str]) -> set[str]:
        """Facts that writing these changes as well, and that a revert has to restore."""
        return set()

    def has_lapsed(self, value: Value, *, at: datetime) -> bool:
        """Whether a value ended by itself, so that nothing is left to revert."""
        return False

    def obstacles(self, subject: str) -> list[str]:
        """Why the fact cannot be restored, beside that it was changed since; nothing, as a rule."""
        return []

    @abstractmethod
    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        """What changes, in plain sentences; only what the present reader may see is named."""

    @abstractmethod
    def places(self, subject: str, values: Collection[Value]) -> Places:
        """The sites and territories that a fact with these values is about."""
