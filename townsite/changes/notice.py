"""How early a change set may take effect, and what it needs before (R-14)."""

from dataclasses import dataclass
from datetime import datetime

from townsite.changes.choices import Trigger
from townsite.changes.clocks import due_at
from townsite.changes.models import ChangeSet
from townsite.policies.choices import Severity
from townsite.policies.queries import policies_at


@dataclass(frozen=True)
class Notice:
    """The earliest effect, by which policy, and whether that only warns."""

    earliest: datetime
    days: int
    is_binding: bool


def notice_of(change_set: ChangeSet, *, at: datetime) -> Notice:
    """Counted from the approval; an emergency and a change that moves no site need none."""
    start = change_set.decided_at or at
    if change_set.is_emergency or not needs_handover(change_set):
        return Notice(start, 0, is_binding=False)
    revenue = change_set.trigger == Trigger.REVENUE
    key = "notice.revenue_change_days" if revenue else "notice.reassignment_days"
    held = policies_at(at, keys=[key]).resolve(key)
    days = int(held.value)  # type: ignore[arg-type] # this policy is a whole number
    earliest = due_at(24.0 * days, clock="notice", territory=change_set.territory, at=start)
    return Notice(earliest, days, held.severity == Severity.BLOCK)


def needs_handover(change_set: ChangeSet) -> bool:
    """Whether sites leave one territory for another, outside an emergency."""
    return bool(change_set.impact.get("reassigned")) and not change_set.is_emergency
