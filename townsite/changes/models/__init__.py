"""Change sets: what is proposed, by whom, who decides, what it did."""

from townsite.changes.models.approval import Approval
from townsite.changes.models.change import Change
from townsite.changes.models.change_set import ChangeSet
from townsite.changes.models.deadline import Deadline
from townsite.changes.models.delegation import Delegation
from townsite.changes.models.people import Comment, Participant
from townsite.changes.models.touch import Touch

__all__ = [
    "Approval",
    "Change",
    "ChangeSet",
    "Comment",
    "Deadline",
    "Delegation",
    "Participant",
    "Touch",
]
