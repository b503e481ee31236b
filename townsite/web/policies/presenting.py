"""What the pages of the policies show."""

from dataclasses import dataclass
from datetime import datetime

from townsite.policies.choices import ScopeKind
from townsite.policies.key import Key
from townsite.policies.labels import value_label
from townsite.policies.models import PolicyValue
from townsite.policies.queries import policies_at, values_in_force, values_of
from townsite.policies.registry import keys_by_theme
from townsite.policies.resolution import Considered, PolicyContext, Resolved
from townsite.policies.value_types import Amounts, Number


@dataclass(frozen=True)
class Line:
    """One policy in the list."""

    key: Key
    value: str
    is_set: bool
    severity: str
    narrower: int


def lines_by_theme(*, at: datetime, words: str = "") -> list[tuple[str, list[Line]]]:
    """Themes with their policies and the value that holds everywhere; two statements."""
    policies = policies_at(at)
    narrower = _narrower(at)
    themes = []
    for title, keys in keys_by_theme():
        lines = [
            _line(key, policies.resolve(key.name), narrower.get(key.name, 0))
            for key in keys
            if _matches(key, words)
        ]
        if lines:
            themes.append((title, lines))
    return themes


def _narrower(at: datetime) -> dict[str, int]:
    """How many values hold in narrower scopes, by policy."""
    counts: dict[str, int] = {}
    rows = values_in_force(at=at).exclude(scope_kind=ScopeKind.GLOBAL)
    for name in rows.values_list("key", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return counts


def _line(key: Key, resolved: Resolved, narrower: int) -> Line:
    return Line(
        key,
        value_label(key, resolved.value),
        resolved.since is not None,
        resolved.severity,
        narrower + len(key.by_kind),
    )


def _matches(key: Key, words: str) -> bool:
    text = f"{key.name} {key.title} {key.meaning} {key.source}".lower()
    return all(word in text for word in words.lower().split())


@dataclass(frozen=True)
class Past:
    """One value in the history of a policy."""

    row: PolicyValue
    value: str
    place: str
    state: str

    @property
    def can_end(self) -> bool:
        """Whether it holds or will hold."""
        return self.state in ("in force", "scheduled")


def history(key: Key, *, at: datetime) -> list[Past]:
    """Every value ever set, the latest first."""
    return [_past(key, row, at) for row in values_of(key.name)]


def _past(key: Key, row: PolicyValue, at: datetime) -> Past:
    kind = ScopeKind(row.scope_kind).label
    place = f"{kind} {row.scope_label or row.scope_ref}".strip()
    return Past(row, value_label(key, row.value), place, _state(row, at))


def _state(row: PolicyValue, at: datetime) -> str:
    if row.withdrawn_at:
        return "withdrawn"
    if at in row.valid_during:
        return "in force"
    return "scheduled" if row.valid_during.lower > at else "ended"


@dataclass(frozen=True)
class Step:
    """One scope of an explanation."""

    label: str
    value: str
    won: bool
    set_by: str
    since: datetime | None


def explain(key: Key, context: PolicyContext, *, at: datetime) -> tuple[str, list[Step]]:
    """The value at a place, and every scope that was asked for it."""
    resolved = policies_at(at, keys=[key.name]).resolve(key.name, context)
    steps = [_step(key, each) for each in resolved.considered]
    return value_label(key, resolved.value), steps


def _step(key: Key, considered: Considered) -> Step:
    held = considered.held
    # The scope names the site by its id, which says nothing to people.
    place = "This site" if considered.scope.kind == ScopeKind.SITE else considered.label
    if held is None:
        return Step(place, "", won=False, set_by="", since=None)
    value = value_label(key, held.value)
    return Step(place, value, considered.won, held.set_by, held.since)


def bounds_of(key: Key) -> str:
    """What a number may be, in words; empty for other types."""
    number = key.type.each if isinstance(key.type, Amounts) else key.type
    if not isinstance(number, Number):
        return ""
    whole = ", whole" if number.whole else ""
    return f"{number.minimum:,.10g} to {number.maximum:,.10g}{whole}"
