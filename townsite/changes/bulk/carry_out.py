"""A bulk action as a form or a job tells it, carried out as a change set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from townsite.accounts.models import User
from townsite.changes.actions.at_once import submit_at_once
from townsite.changes.bulk.plan import plan_bulk
from townsite.changes.choices import ChangeState
from townsite.changes.models import ChangeSet
from townsite.directory.selection import Selection


@dataclass(frozen=True)
class Done:
    """The change set, how many sites it changes, and how many were so already."""

    change_set: ChangeSet
    changing: int
    unchanged: int

    @property
    def is_effective(self) -> bool:
        """Whether the sites are changed; else the change set waits for somebody."""
        return self.change_set.state == ChangeState.EFFECTIVE

    def as_result(self) -> dict[str, Any]:
        """As a job tells it."""
        return {
            "changed" if self.is_effective else "proposed": self.changing,
            "unchanged": self.unchanged,
            "change_set": self.change_set.number,
            "state": self.change_set.state,
        }


@transaction.atomic
def carry_out_bulk(
    *,
    act: str,
    numbers: list[str],
    query: str,
    expected: int,
    values: Mapping[str, str],
    reason: str,
    by: User,
    at: datetime,
) -> Done:
    """`edit`, `status` or `assign` on the chosen sites: in effect, or submitted for approval.

    Raises Stale, Forbidden, Invalid as `plan_bulk` and the change engine do; nothing is written
    then.
    """
    selection = Selection.of(numbers, query=query)
    plan = plan_bulk(act=act, selection=selection, expected=expected, values=values)
    row = submit_at_once(title=plan.title, reason=reason, changes=plan.changes, by=by, at=at)
    return Done(row, expected - plan.unchanged, plan.unchanged)
