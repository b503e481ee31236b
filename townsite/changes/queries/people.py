"""Who works on a change set."""

from uuid import UUID

from django.db.models import QuerySet

from townsite.accounts.models import User
from townsite.changes.choices import ParticipantRole
from townsite.changes.models import ChangeSet
from townsite.common.actors import Actor
from townsite.common.errors import Forbidden


def authors_of(change_set: ChangeSet) -> QuerySet[User]:
    """Everybody who wrote the draft."""
    return User.objects.filter(
        change_set_parts__change_set=change_set,
        change_set_parts__role=ParticipantRole.AUTHOR,
    ).order_by("name")


def is_author(change_set: ChangeSet, user_id: UUID | None) -> bool:
    """Whether the person wrote it."""
    if user_id is None:
        return False
    return change_set.participants.filter(user_id=user_id, role=ParticipantRole.AUTHOR).exists()


def person_behind(actor: Actor) -> User:
    """The person who acts. Raises Forbidden for the system, which proposes nothing by itself."""
    found = User.objects.filter(pk=actor.pk).first() if actor.pk else None
    if found is None:
        raise Forbidden("Only a person proposes changes.")
    return found
