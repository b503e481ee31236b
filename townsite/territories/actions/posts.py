"""Who manages a territory."""

from datetime import datetime

from django.db import transaction

from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid
from townsite.common.periods import ended, since
from townsite.territories.choices import PostRole
from townsite.territories.models import Post, Territory


@transaction.atomic
def appoint(
    *,
    territory: Territory,
    role: PostRole,
    by: Actor,
    at: datetime,
    holder: User | None = None,
    holder_label: str = "",
    reason: str = "",
) -> Post:
    """The new post; whoever held it before leaves it at the same moment.

    `holder_label` names somebody without an account. Raises Invalid when neither is given, and
    Conflict when the same person holds it already.
    """
    label = str(holder) if holder else holder_label.strip()
    if not label:
        raise Invalid("Choose who takes the post.", fields={"holder": ["Choose a person."]})
    current = vacate(territory=territory, role=role, at=at)
    if current and current.holder_label == label:
        raise Conflict(f"{label} is already {role.label.lower()} of {territory.code}.")
    post = Post.objects.create(
        territory=territory, role=role, holder=holder, holder_label=label, valid_during=since(at)
    )
    record_event(
        EventType.TERRITORY_POST_FILLED,
        target=territory,
        by=by,
        at=at,
        reason=reason,
        changes={role.value: [current.holder_label if current else None, label]},
    )
    return post


@transaction.atomic
def end_post(
    *, territory: Territory, role: PostRole, by: Actor, at: datetime, reason: str = ""
) -> Post:
    """The post as it ended. Raises Conflict when nobody holds it."""
    current = vacate(territory=territory, role=role, at=at)
    if current is None:
        raise Conflict(f"{territory.code} has no {role.label.lower()} at that moment.")
    record_event(
        EventType.TERRITORY_POST_ENDED,
        target=territory,
        by=by,
        at=at,
        reason=reason,
        changes={role.value: [current.holder_label, None]},
    )
    return current


def vacate(*, territory: Territory, role: PostRole, at: datetime) -> Post | None:
    """The present post, ended at `at`, or None when it is vacant."""
    posts = Post.objects.select_for_update(of=("self",)).filter(territory=territory, role=role)
    current = posts.filter(valid_during__contains=at).first()
    if current:
        current.valid_during = ended(current.valid_during, at=at)
        current.save(update_fields=["valid_during"])
    return current
