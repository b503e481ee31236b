"""Signing in by the page, as people do."""

from tests.factories import BY
from townsite.common import clock
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE

PASSWORD = "correct horse battery"


def sign_in(client, user, password=PASSWORD):
    """The answer of the sign-in page."""
    return client.post("/accounts/login/", {"login": user.email, "password": password})


def set_value(key, value):
    """The policy holds from now on."""
    set_policy(
        key=key, scope=EVERYWHERE, value=value, severity=Severity.BLOCK, reason="Test", by=BY,
        at=clock.now(),
    )  # fmt: skip
