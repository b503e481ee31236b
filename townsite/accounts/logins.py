"""Logins of the company's identity provider, linked to accounts that administrators made."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from townsite.accounts.models import User
from townsite.accounts.news import asking, tell, tell_failure
from townsite.audit.event_types import EventType


class LoginAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """The first sign-in links a login to the account of the same e-mail, if the provider vouches for it.

    Administrators made the account for that address, so nobody can have waited in it for its owner.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Links, or tells of the failure of somebody who has no account."""
        if sociallogin.is_existing:
            return
        user = _owner_of(sociallogin)
        if user is None:
            tell_failure("", reason="No account for a login of the identity provider")
        elif request.user.is_anonymous:
            sociallogin.connect(request, user)

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """Raises ImmediateHttpResponse for the last way in."""
        if not account.user.has_usable_password() and len(accounts) == 1:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_set_password")))


def proved_by_provider(sociallogin: Any) -> bool:
    """Whether the provider says that it asked for several factors: `amr` has “mfa” (RFC 8176)."""
    told = sociallogin.account.extra_data.get("id_token") or {}
    return "mfa" in (told.get("amr") or [])


def _owner_of(sociallogin: Any) -> User | None:
    """The account of a verified address; a closed one too, which then stays closed."""
    emails = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
    return User.objects.filter(email__in=emails).first()


def _linked(instance: SocialAccount, *, created: bool, **_: Any) -> None:
    if created:
        changes = {"provider": [None, instance.provider]}
        tell(EventType.USER_LOGIN_LINKED, instance.user, by=instance.user, changes=changes)


def _unlinked(instance: SocialAccount, **_: Any) -> None:
    changes = {"provider": [instance.provider, None]}
    tell(EventType.USER_LOGIN_UNLINKED, instance.user, by=asking(), changes=changes)


def listen() -> None:
    """Connects to the rows themselves, so that an event stands in the transaction of its fact."""
    post_save.connect(_linked, sender=SocialAccount, dispatch_uid="accounts.login_linked")
    post_delete.connect(_unlinked, sender=SocialAccount, dispatch_uid="accounts.login_unlinked")
