"""Making accounts and changing preferences."""

from datetime import datetime
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from townsite.accounts.choices import DistanceUnit, Theme
from townsite.accounts.models import User
from townsite.audit.actions import record_event
from townsite.audit.event_types import EventType
from townsite.common.actors import Actor
from townsite.common.errors import Conflict, Invalid


@transaction.atomic
def create_user(
    *, email: str, name: str, password: str, by: Actor, at: datetime, job_title: str = ""
) -> User:
    """The new account, able to sign in but without access until a grant is given.

    Raises Conflict when the e-mail is taken, Invalid when the password is too weak.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(f"{email} already has an account. Give it a grant instead.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields={"password": error.messages}) from error
    user = User.objects.create_user(email.lower(), password, name=name, job_title=job_title)
    record_event(EventType.USER_CREATED, target=user, by=by, at=at)
    return user


@transaction.atomic
def change_preferences(
    *,
    user: User,
    time_zone: str,
    units: str,
    theme: str,
    has_key_shortcuts: bool,
    by: Actor,
    at: datetime,
) -> User:
    """The user with new preferences. Raises Invalid for a value that is not offered."""
    if time_zone not in available_timezones():
        raise Invalid(
            f"“{time_zone}” is no IANA time zone. Choose one like America/Chicago.",
            fields={"time_zone": ["Choose a time zone from the list."]},
        )
    if units not in DistanceUnit.values or theme not in Theme.values:
        raise Invalid(f"Units “{units}” or theme “{theme}” are not offered.")
    wanted = {
        "time_zone": time_zone,
        "units": units,
        "theme": theme,
        "has_key_shortcuts": has_key_shortcuts,
    }
    changes = {key: [getattr(user, key), value] for key, value in wanted.items()}
    changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
    for key, (_, after) in changes.items():
        setattr(user, key, after)
    user.save(update_fields=list(wanted))
    record_event(EventType.PREFERENCES_CHANGED, target=user, by=by, at=at, changes=changes)
    return user
