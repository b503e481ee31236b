"""Who works on a change set, and talks about it."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.changes.actions.draft import refuse_strangers
from townsite.changes.choices import ChangeState, ParticipantRole
from townsite.changes.models import ChangeSet, Comment, Participant
from townsite.changes.states import in_state, locked
from townsite.common.errors import Conflict, Invalid


@transaction.atomic
def add_author(*, change_set: ChangeSet, user: User, by: User, at: datetime) -> Participant:
    """A further author, who may change the draft and can no longer approve it.

    Authors are settled before anybody decides: raises WrongState after the draft, Conflict when the person takes part already.
    """
    row = locked(change_set)
    refuse_strangers(row, by)
    in_state(row, ChangeState.DRAFT)
    if row.participants.filter(user=user).exists():
        raise Conflict(f"{user} takes part in change set {row.number} already.")
    part = Participant.objects.create(change_set=row, user=user, role=ParticipantRole.AUTHOR)
    changes = {"author": [None, user.actor_label]}
    record_event(EventType.CHANGE_SET_CHANGED, target=row, by=by, at=at, changes=changes)
    return part


@transaction.atomic
def add_comment(*, change_set: ChangeSet, text: str, by: User, at: datetime) -> Comment:
    """What somebody who sees the change set says about it. Raises Invalid without words."""
    if not text.strip():
        raise Invalid("Write a comment first.", fields={"text": ["Write a comment first."]})
    row = locked(change_set)
    comment = Comment.objects.create(change_set=row, by=by, at=at, text=text.strip())
    record_event(EventType.CHANGE_SET_COMMENTED, target=row, by=by, at=at, reason=comment.text)
    return comment
