"""What allauth and Django tell of sign-in, recorded as events.

Strangers have no scope, so each event is written in one of its own, within the request's
transaction.
"""

from typing import Any

from allauth.account import signals
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from townsite.accounts.devices import browser_of
from townsite.accounts.ending import end_other_sessions
from townsite.accounts.models import User
from townsite.audit.actions import Target, record_event
from townsite.audit.event_types import EventType
from townsite.audit.targets import PlainTarget
from townsite.common import clock
from townsite.common.actors import Actor, System
from townsite.common.scope import Scope, scoped

DOOR = System("sign-in")


class UnknownAccount(PlainTarget):
    """Nobody's account. What was typed is not kept: people mistake the field and type passwords."""

    event_kind = "user"
    event_id = ""
    event_label = "no account"


def tell(
    what: EventType,
    target: Target,
    *,
    by: Actor,
    reason: str = "",
    changes: dict[str, list[Any]] | None = None,
) -> None:
    """Records the event, whatever the scope of the request."""
    with scoped(Scope.system("sign-in")):
        record_event(what, target=target, by=by, at=clock.now(), reason=reason, changes=changes)


def asking() -> Actor:
    """The person who asks; outside of a request somebody at the command line."""
    person = getattr(context.request, "user", None)
    return person if isinstance(person, User) else System("command line")


def tell_failure(email: str, reason: str = "Wrong e-mail or password") -> None:
    """Somebody failed to sign in with this address."""
    tell(EventType.USER_SIGN_IN_FAILED, _account(email), by=DOOR, reason=reason)


def tell_lockout(email: str) -> None:
    """The account is locked for a while."""
    tell(EventType.USER_LOCKED_OUT, _account(email), by=DOOR, reason="Too many failures")


def _account(email: str) -> Target:
    return User.objects.filter(email__iexact=email).first() or UnknownAccount()


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    records = get_authentication_records(request, user)
    method = ", ".join(record.get("type", record["method"]) for record in records)
    told = {"method": [None, method], "browser": [None, browser_of(request)]}
    tell(EventType.USER_SIGNED_IN, user, by=user, changes=told)


def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        tell(EventType.USER_SESSION_ENDED, user, by=user, reason="Signed out")


def _password_new(request: HttpRequest, user: User, **_: Any) -> None:
    """Nobody who knew the former password stays signed in."""
    tell(EventType.USER_PASSWORD_CHANGED, user, by=user)
    keep = request.session.session_key if request.user == user else None
    with scoped(Scope.system("password changed")):
        end_other_sessions(user=user, keep=keep, by=user, at=clock.now())


def listen() -> None:
    """Connects to the signals; called once by the app."""
    signals.user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    for name in ("password_changed", "password_set", "password_reset"):
        getattr(signals, name).connect(_password_new, dispatch_uid=f"accounts.{name}")
