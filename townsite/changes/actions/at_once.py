"""From proposal to effect in one go, where the policies ask nobody to approve."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.changes.actions.draft import start_change_set
from townsite.changes.actions.edit import Given, add_changes
from townsite.changes.actions.publish import publish_change_set
from townsite.changes.actions.schedule import schedule_change_set, what_is_missing
from townsite.changes.actions.submit import submit_change_set
from townsite.changes.choices import ChangeState, Trigger
from townsite.changes.models import ChangeSet


@transaction.atomic
def submit_at_once(
    *,
    title: str,
    reason: str,
    changes: Sequence[Given],
    by: User,
    at: datetime,
    trigger: str = Trigger.REVIEW,
) -> ChangeSet:
    """The change set with these changes: effective, or waiting for approval or for its notice.

    It takes effect within the scope of `by`, so that nobody does more by it than they may do
    outright. Raises Invalid with every problem, and what the actions of other parts refuse.
    """
    row = start_change_set(title=title, reason=reason, by=by, at=at, trigger=trigger)
    add_changes(change_set=row, changes=changes, by=by, at=at)
    row = submit_change_set(change_set=row, by=by, at=at)
    if row.state != ChangeState.APPROVED or what_is_missing(row, effective_at=at, at=at):
        return row
    schedule_change_set(change_set=row, effective_at=at, by=by, at=at)
    return publish_change_set(change_set=row, by=by, at=at)
