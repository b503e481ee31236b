"""What a policy is: its name, type, default, unit, bounds, meaning and the rule it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from townsite.policies.choices import THEMES, ScopeKind, Severity
from townsite.policies.value_types import Value, ValueType

EVERY_SCOPE = tuple(ScopeKind)
NETWORK_ONLY = (ScopeKind.GLOBAL,)
GROUPS = (ScopeKind.GLOBAL, ScopeKind.REGION, ScopeKind.TERRITORY_KIND, ScopeKind.TERRITORY)


@dataclass(frozen=True)
class Key:
    """One policy. `by_kind` holds defaults that differ by type of territory (C-02)."""

    name: str
    title: str
    type: ValueType
    default: Value
    unit: str
    meaning: str
    source: str
    severity: Severity = Severity.INFO
    scopes: tuple[ScopeKind, ...] = EVERY_SCOPE
    by_kind: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.theme not in THEMES:
            raise ValueError(f"{self.name} belongs to no theme. Maybe add it to choices.THEMES.")
        for value in (self.default, *self.by_kind.values()):
            self.type.check(value)

    @property
    def theme(self) -> str:
        """The part of the name before its first dot."""
        return self.name.partition(".")[0]

    def built_in(self, kind: ScopeKind, ref: str) -> tuple[Value] | None:
        """The default the program brings for one scope, or None where it brings none."""
        if kind == ScopeKind.GLOBAL:
            return (self.default,)
        if kind == ScopeKind.TERRITORY_KIND and ref in self.by_kind:
            return (self.by_kind[ref],)
        return None
