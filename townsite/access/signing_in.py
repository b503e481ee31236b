"""What is settled when a person signs in: how long they stay, and what they owe."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_set, user_logged_in
from django.http import HttpRequest

from townsite.access.choices import Role
from townsite.access.queries import grants_of
from townsite.access.roles import ADMINISTRATORS, SEEING_CONTACTS
from townsite.accounts.logins import proved_by_provider
from townsite.accounts.models import User
from townsite.accounts.passwords import password_set_at
from townsite.accounts.sessions import SignIn
from townsite.common import clock
from townsite.common.scope import Scope, scoped
from townsite.policies.queries import policies_at
from townsite.policies.resolution import PolicySnapshot

POLICIES = [
    "sign_in.password_days",
    "sign_in.idle_minutes",
    "sign_in.longest_hours",
    "sign_in.second_factor",
]
FACTOR_ROLES: dict[str, frozenset[Role]] = {
    "nobody": frozenset(),
    "administrators": ADMINISTRATORS,
    "contact_data": ADMINISTRATORS | SEEING_CONTACTS,
    "everybody": frozenset(Role),
}


def settle(request: HttpRequest, user: User, *, at: datetime) -> SignIn:
    """What holds for this session, kept in it; by policies and grants of the moment."""
    policies = policies_at(at, keys=POLICIES)
    with scoped(Scope.system("signing in")):
        roles = {Role(grant.role) for grant in grants_of(user, at=at)}
    sign_in = SignIn(
        ends_at=(at + timedelta(hours=policies.number("sign_in.longest_hours"))).timestamp(),
        idle=60 * policies.number("sign_in.idle_minutes"),
        password_until=_password_until(request, user, roles, policies),
        factor_roles=sorted(FACTOR_ROLES[policies.text("sign_in.second_factor")]),
    )
    sign_in.keep(request.session)
    return sign_in


def _password_until(
    request: HttpRequest, user: User, roles: set[Role], policies: PolicySnapshot
) -> float | None:
    """When the password has to be new, in seconds; None for who came in without one."""
    records = get_authentication_records(request, user)
    if not any(record["method"] == "password" for record in records):
        return None
    days = policies.numbers("sign_in.password_days")
    kind = "privileged" if roles & ADMINISTRATORS else "everybody"
    return (password_set_at(user) + timedelta(days=days[kind])).timestamp()


def _on_signed_in(request: HttpRequest, user: User, sociallogin: Any = None, **_: Any) -> None:
    """A provider that asked for several factors has done what ours would."""
    held = settle(request, user, at=clock.now())
    if sociallogin is not None and proved_by_provider(sociallogin):
        replace(held, factor_roles=[]).keep(request.session)


def _on_password_new(request: HttpRequest, user: User, **_: Any) -> None:
    """The password of the person who is signed in was just set; the session ends no later for it."""
    held = SignIn.of(request.session)
    if held is not None:
        until = settle(request, user, at=clock.now()).password_until
        replace(held, password_until=until).keep(request.session)


def listen() -> None:
    """Connects to allauth's news; called once by the app."""
    user_logged_in.connect(_on_signed_in, dispatch_uid="access.signed_in")
    for news in (password_changed, password_set):
        news.connect(_on_password_new, dispatch_uid=f"access.password.{id(news)}")
