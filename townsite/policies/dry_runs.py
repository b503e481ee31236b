"""What a proposed value would change: parts above register who can tell.

Registration is explicit, in `AppConfig.ready` of the part that knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from townsite.policies.choices import Severity
from townsite.policies.queries import policies_at
from townsite.policies.registry import key_named
from townsite.policies.resolution import Held, PolicySnapshot, Scope
from townsite.policies.value_types import Value


@dataclass(frozen=True)
class Proposal:
    """A value somebody thinks of setting."""

    key: str
    scope: Scope
    value: Value
    severity: Severity


@dataclass(frozen=True)
class Change:
    """One thing that would be different, named for people."""

    label: str
    before: str
    after: str
    site_number: str = ""


@dataclass(frozen=True)
class Finding:
    """What one evaluator found: how many of how many `things`, and the first of them.

    `breaks` tells things that would breach a rule from things that would merely change.
    """

    summary: str
    changed: int
    examined: int
    changes: tuple[Change, ...] = ()
    breaks: bool = False
    note: str = ""
    things: str = "sites"


Evaluator = Callable[[Proposal, PolicySnapshot, PolicySnapshot], Finding]
_evaluators: list[tuple[str, Evaluator]] = []


def register_dry_run(prefix: str, evaluator: Evaluator) -> None:
    """Ask `evaluator(proposal, before, after)` about every key that starts with `prefix`."""
    if (prefix, evaluator) not in _evaluators:
        _evaluators.append((prefix, evaluator))


def evaluators_for(key: str) -> list[Evaluator]:
    """Those who can tell what a change of `key` does."""
    return [evaluator for prefix, evaluator in _evaluators if key.startswith(prefix)]


def dry_run(proposal: Proposal, *, at: datetime) -> list[Finding]:
    """What would change if the proposal held at `at`; nothing is written.

    Raises PolicyValueInvalid when the value does not fit the policy.
    """
    checked = key_named(proposal.key).type.check(proposal.value)
    before = policies_at(at)
    after = before.with_value(
        proposal.key, proposal.scope, Held(checked, proposal.severity, "this proposal", at)
    )
    return [evaluator(proposal, before, after) for evaluator in evaluators_for(proposal.key)]
