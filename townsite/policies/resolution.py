"""Which value holds: site before territory before territory type before region before global.

Pure: works on values already loaded, so one reading serves any number of sites (domain 3.5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, cast

from townsite.policies.choices import ScopeKind, Severity
from townsite.policies.registry import key_named
from townsite.policies.value_types import Value


class Scope(NamedTuple):
    """Where a value holds; `ref` is empty for everywhere."""

    kind: ScopeKind
    ref: str = ""

    @property
    def label(self) -> str:
        """For example "Territory MIDATL3"."""
        return f"{self.kind.label} {self.ref}".strip()


EVERYWHERE = Scope(ScopeKind.GLOBAL)


@dataclass(frozen=True)
class PolicyContext:
    """Where a question is asked. `territories` are codes, the nearest first."""

    site: str = ""
    territories: tuple[str, ...] = ()
    territory_kind: str = ""
    region: str = ""

    def scopes(self) -> Iterator[Scope]:
        """The scopes that reach this place, the most specific first."""
        if self.site:
            yield Scope(ScopeKind.SITE, self.site)
        for code in self.territories:
            yield Scope(ScopeKind.TERRITORY, code)
        if self.territory_kind:
            yield Scope(ScopeKind.TERRITORY_KIND, self.territory_kind)
        if self.region:
            yield Scope(ScopeKind.REGION, self.region)
        yield EVERYWHERE


ANYWHERE = PolicyContext()


@dataclass(frozen=True)
class Held:
    """A value somebody set for one scope, or that the program brings with it."""

    value: Value
    severity: Severity
    set_by: str = "built in"
    since: datetime | None = None
    reason: str = ""
    scope_label: str = ""


class Considered(NamedTuple):
    """One step of the explanation: a scope, what it holds, whether that won."""

    scope: Scope
    held: Held | None
    won: bool

    @property
    def label(self) -> str:
        """The scope for people, by its given name where it has one."""
        named = self.held.scope_label if self.held else ""
        return f"{self.scope.kind.label} {named}" if named else self.scope.label


@dataclass(frozen=True)
class Resolved:
    """The value that holds at a place and time, and why."""

    key: str
    value: Value
    severity: Severity
    source: str
    set_by: str
    since: datetime | None
    reason: str
    considered: tuple[Considered, ...]


@dataclass(frozen=True)
class PolicySnapshot:
    """Every value in force at one moment; answers for any place without further queries."""

    at: datetime
    held: Mapping[tuple[str, Scope], Held]

    def resolve(self, key: str, context: PolicyContext = ANYWHERE) -> Resolved:
        """The value of `key` in `context`, with the chain of scopes that were asked."""
        found: Considered | None = None
        steps: list[Considered] = []
        for scope in context.scopes():
            held = self._at(key, scope)
            step = Considered(scope, held, won=held is not None and found is None)
            steps.append(step)
            found = step if step.won else found
        # The global default always answers.
        winner = cast("Considered", found)
        held = cast("Held", winner.held)
        source = winner.label if held.since else f"{winner.label} (built in)"
        return Resolved(
            key,
            held.value,
            held.severity,
            source,
            held.set_by,
            held.since,
            held.reason,
            tuple(steps),
        )

    def value(self, key: str, context: PolicyContext = ANYWHERE) -> Value:
        """The bare value: the quick way for many sites."""
        known = key_named(key)
        if key not in self._narrowed and not known.by_kind:
            stored = self.held.get((key, EVERYWHERE))
            return known.default if stored is None else stored.value
        for scope in context.scopes():
            held = self._at(key, scope)
            if held is not None:
                return held.value
        return known.default

    @cached_property
    def _narrowed(self) -> set[str]:
        """The policies with a value somewhere narrower than everywhere; most have none."""
        return {key for key, scope in self.held if scope != EVERYWHERE}

    def number(self, key: str, context: PolicyContext = ANYWHERE) -> float:
        """The value of a policy that is a number and has no "no limit"."""
        return cast("float", self.value(key, context))

    def numbers(self, key: str, context: PolicyContext = ANYWHERE) -> dict[str, float]:
        """The value of a policy that is a mapping of numbers."""
        return cast("dict[str, float]", self.value(key, context))

    def text(self, key: str, context: PolicyContext = ANYWHERE) -> str:
        """The value of a policy that is a word or a pattern."""
        return cast("str", self.value(key, context))

    def flag(self, key: str, context: PolicyContext = ANYWHERE) -> bool:
        """The value of a yes-or-no policy."""
        return cast("bool", self.value(key, context))

    def with_value(self, key: str, scope: Scope, held: Held) -> "PolicySnapshot":
        """The same moment, but with one more value: the world of a dry run."""
        return replace(self, held={**self.held, (key, scope): held})

    def _at(self, key: str, scope: Scope) -> Held | None:
        stored = self.held.get((key, scope))
        if stored is not None:
            return stored
        known = key_named(key)
        default = known.built_in(scope.kind, scope.ref)
        return None if default is None else Held(default[0], known.severity)
