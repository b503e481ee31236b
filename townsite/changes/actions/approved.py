"""What follows once nobody has to decide any more."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.changes.actions.follow_up import open_customer_notice
from townsite.changes.actions.schedule import schedule_change_set
from townsite.changes.choices import ChangeState
from townsite.changes.models import ChangeSet
from townsite.changes.states import keep, move
from townsite.common.errors import Invalid


def become_approved(row: ChangeSet, *, by: User, at: datetime) -> ChangeSet:
    """The change set as approved, or scheduled for the moment its authors wished.

    Where that moment may not be, the wish is given up and the reason stands on it.
    """
    move(row, ChangeState.APPROVED, at=at)
    open_customer_notice(row, at=at)
    if row.effective_at is None:
        return row
    try:
        with transaction.atomic():
            return schedule_change_set(change_set=row, effective_at=row.effective_at, by=by, at=at)
    except Invalid as problem:
        return keep(row, effective_at=None, refusal=problem.detail)
