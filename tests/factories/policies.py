"""Policies as a test needs them."""

from collections.abc import Mapping

from tests.factories import BY
from townsite.common import clock
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.registry import KEYS
from townsite.policies.resolution import EVERYWHERE


def ask_nobody(key: str, *classes: str) -> None:
    """Changes of these classes take effect without anybody's approval."""
    default = KEYS[key].default
    assert isinstance(default, Mapping)
    value = {name: str(each) for name, each in default.items()} | dict.fromkeys(classes, "nobody")
    set_policy(
        key=key, scope=EVERYWHERE, value=value, severity=Severity.BLOCK, reason="trial", by=BY,
        at=clock.now(),
    )  # fmt: skip
