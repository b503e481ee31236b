"""How allauth behaves here."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context, ratelimit
from django.http import HttpRequest

from townsite.accounts.news import tell_failure, tell_lockout


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts are made by administrators, failures are told, a fresh sign-in needs no second one."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tells of the failure, and of the lockout where it was the last one allowed."""
        email = credentials.get("email", "")
        tell_failure(email)
        key = self._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, action="login_failed", key=key, dry_run=True):
            tell_lockout(email)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for a while after signing in: that was proof enough."""
        request = context.request
        at = [each["at"] for each in get_authentication_records(request, request.user)]
        if at and time.time() - max(at) < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))
