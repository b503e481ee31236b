"""The constraints of a scenario: what the planner set, else the policy with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from townsite.policies.choices import Severity
from townsite.policies.resolution import PolicyContext, PolicySnapshot
from townsite.scenarios.brief import Brief

OWN = "this scenario"
# Policies that plans are built and judged by, frozen with the input of a run.
JUDGED = (
    "scenario.load_tolerance",
    "scenario.revenue_tolerance",
    "scenario.move_share",
    "placement.drive_limit_minutes",
    "placement.state_crossing_needs_approval",
    "placement.travel_bands_km",
    "placement.circuity",
    "placement.assumed_speed_km_per_hour",
    "capacity.manager_units",
    "capacity.account_manager",
    "capacity.district_manager_span",
    "balance.site_count",
    "balance.revenue",
)


@dataclass(frozen=True)
class Limit:
    """One constraint. One that does not bind is only measured; `value` None means no limit."""

    name: str
    label: str
    value: float | None
    unit: str
    binds: bool
    source: str
    policy: str

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


Rules = Mapping[str, Mapping[str, Any]]
_NAMED = (
    ("load_tolerance", "Load around the mean", "share", "scenario.load_tolerance"),
    ("revenue_tolerance", "Revenue around the mean", "share", "scenario.revenue_tolerance"),
    ("drive_minutes", "Drive from the center", "min", "placement.drive_limit_minutes"),
    ("capacity_units", "Load of a territory", "weighted sites", "capacity.manager_units"),
    ("move_sites", "Sites that change hands", "sites", "scenario.move_share"),
)


def rules_at(policies: PolicySnapshot, context: PolicyContext) -> dict[str, dict[str, Any]]:
    """The policies as the focus sees them: value, severity, source by name; plain JSON."""
    found = {}
    for key in JUDGED:
        known = policies.resolve(key, context)
        found[key] = {
            "value": known.value,
            "severity": str(known.severity),
            "source": known.source,
        }
    return found


def limits_of(brief: Brief, rules: Rules, *, sites: int) -> dict[str, Limit]:
    """Each constraint by name; `sites` turns the share that may move into a number."""
    found = {}
    for name, label, unit, policy in _NAMED:
        rule = rules[policy]
        if name in brief.limits:
            found[name] = Limit(name, label, brief.limits[name], unit, True, OWN, policy)
            continue
        value = rule["value"]
        if name == "move_sites" and value is not None:
            value = int(value * sites)
        binds = rule["severity"] == Severity.BLOCK
        found[name] = Limit(name, label, value, unit, binds, rule["source"], policy)
    return found


def within_states(brief: Brief, rules: Rules) -> bool:
    """Whether sites stay within the states that a territory spans (R-04)."""
    rule = rules["placement.state_crossing_needs_approval"]
    policy = bool(rule["value"]) and rule["severity"] == Severity.BLOCK
    return policy if brief.within_states is None else brief.within_states
