"""Who has to approve a class of change, by policy (R-13, R-15, C-19)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from townsite.access.choices import Role
from townsite.changes.choices import ChangeClass
from townsite.changes.classify import common_scopes
from townsite.changes.clocks import due_at
from townsite.changes.facts import Diff, World
from townsite.changes.facts.diff import places_of
from townsite.policies.contexts import contexts_for
from townsite.policies.keys.approvals import NOBODY
from townsite.policies.queries import policies_at
from townsite.policies.registry import KEYS
from townsite.policies.resolution import PolicySnapshot
from townsite.territories.models import Territory

# The approvers of the policies, as roles of this system.
ROLES = {
    "territory_director": Role.TERRITORY_ADMIN,
    "operations_manager": Role.OPERATIONS_MANAGER,
    "regional_vp": Role.REGIONAL_VP,
    "executive_committee": Role.EXECUTIVE,
}
# For somebody who may only propose, such a change still needs an approval.
ELSE = Role.TERRITORY_ADMIN
ASSIGNMENTS = frozenset({ChangeClass.STANDARD, ChangeClass.CROSS_TERRITORY, ChangeClass.EXCEPTION})


@dataclass(frozen=True)
class Needed:
    """An approval that a change set needs; None as territory is everything."""

    change_class: ChangeClass
    role: Role
    territory: Territory | None
    due_at: datetime


def needed_approvals(
    classes: dict[ChangeClass, Diff],
    world: World,
    *,
    is_emergency: bool,
    is_outright: bool = False,
) -> list[Needed]:
    """The approvals in their order: one role over one place decides once, however many classes.

    None where the policies ask nobody and the author may do it outright (`is_outright`).
    """
    policies = policies_at(world.at)
    found: dict[tuple[Role, str | None], Needed] = {}
    for change_class, diff in classes.items():
        for code in common_scopes(_territories(diff, world), world):
            territory = Territory.objects.filter(code=code).first() if code else None
            approver = _approver(change_class, territory, policies)
            if approver == NOBODY and is_outright:
                continue
            role = ROLES.get(approver, ELSE)
            due = _due(policies, territory, world.at, is_emergency=is_emergency)
            found.setdefault((role, code), Needed(change_class, role, territory, due))
    return list(found.values())


def _territories(diff: Diff, world: World) -> set[str]:
    """What the facts touch, without what the draft itself makes; sites by where they are."""
    places = places_of(diff)
    # Who leads a site in one hierarchy has no say over where another one puts it.
    own = places_of({fact: pair for fact, pair in diff.items() if fact.kind != "further"})
    codes = set(places.territories) | {
        code for each in own.sites if (code := world.get("primary", each))
    }
    present = World(at=world.at)
    return {code for code in codes if present.has_territory(code)}


def _approver(
    change_class: ChangeClass, territory: Territory | None, policies: PolicySnapshot
) -> str:
    key = "approval.assignment" if change_class in ASSIGNMENTS else "approval.change"
    (context,) = contexts_for([("", territory.path if territory else "")])
    chosen = policies.value(key, context)
    # A value that was set before a class came up does not know it.
    both = {**KEYS[key].default, **chosen}  # type: ignore[dict-item] # choices are mappings
    return str(both[change_class.value])


def _due(
    policies: PolicySnapshot, territory: Territory | None, at: datetime, *, is_emergency: bool
) -> datetime:
    """The clock of an emergency never stops (R-13); others run by the calendar of the place."""
    if is_emergency:
        return at + timedelta(hours=policies.numbers("approval.emergency")["review_hours"])
    hours = policies.number("approval.decision_hours")
    return due_at(hours, clock="decision", territory=territory, at=at)
