"""Finding change sets."""

from uuid import UUID

from django.db.models import QuerySet

from townsite.changes.choices import ChangeState, Decision, ParticipantRole
from townsite.changes.errors import ChangeSetUnknown
from townsite.changes.models import ChangeSet

OPEN = (
    ChangeState.DRAFT,
    ChangeState.SUBMITTED,
    ChangeState.APPROVED,
    ChangeState.REJECTED,
    ChangeState.SCHEDULED,
)


def change_sets_seen(
    *,
    state: str = "",
    change_class: str = "",
    territory: str = "",
    text: str = "",
    author: UUID | None = None,
    waiting: bool = False,
) -> QuerySet[ChangeSet]:
    """The change sets in scope, the latest first; `state` may be "open". `waiting`: to decide."""
    rows = ChangeSet.objects.select_related("created_by", "territory").order_by("-number")
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state:
        rows = rows.filter(state=state)
    if change_class:
        rows = rows.filter(classes__contains=[change_class])
    if territory:
        rows = rows.filter(touches__territory__code=territory)
    if text:
        named = rows.filter(number=int(text)) if text.isdecimal() else None
        rows = rows.filter(title__icontains=text) if named is None else named
    if author:
        rows = rows.filter(participants__user=author, participants__role=ParticipantRole.AUTHOR)
    return rows.filter(approvals__decision=Decision.OPEN).distinct() if waiting else rows


def change_set_with_number(number: int) -> ChangeSet:
    """One change set in scope. Raises ChangeSetUnknown."""
    row = ChangeSet.objects.select_related("created_by", "territory").filter(number=number).first()
    if row is None:
        raise ChangeSetUnknown(f"There is no change set {number} within your reach.")
    return row
