"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Accounts are made by administrators, so nobody signs up alone."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
