"""What is known of a manager's fitness (R-08)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Invalid
from townsite.territories.models import ManagerProfile, Post

FIELDS = ("experienced_since", "certified_until", "skills")


@transaction.atomic
def set_manager_profile(
    *, post: Post, values: Mapping[str, Any], by: Actor, at: datetime, reason: str = ""
) -> ManagerProfile:
    """The profile of who holds the post, with `values` set.

    Raises Invalid for an unknown field or experience that begins in the future.
    """
    if unknown := sorted(set(values) - set(FIELDS)):
        raise Invalid(f"These facts are not kept of a manager: {', '.join(unknown)}.")
    since = values.get("experienced_since")
    if since and since > at.date():
        message = f"Experience cannot begin in the future ({since:%F}). Give the first day of it."
        raise Invalid(message, fields={"experienced_since": [message]})
    profile = ManagerProfile.objects.select_for_update().filter(
        holder_label=post.holder_label
    ).first() or ManagerProfile(holder_label=post.holder_label)
    changes = {
        name: [getattr(profile, name), value]
        for name, value in values.items()
        if getattr(profile, name) != value
    }
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save()
    if changes:
        record_event(
            EventType.MANAGER_PROFILE_SET,
            target=profile,
            by=by,
            at=at,
            reason=reason,
            changes=changes,
        )
    return profile
