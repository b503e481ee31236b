"""The demo's accounts: functions of the made-up operator, with what each may see."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demo.people import ADMINISTRATOR, account_manager, district_manager, regional_vp
from townsite.access.actions import give_grant
from townsite.access.choices import Role
from townsite.access.demo_loading.ledger import Ledger
from townsite.accounts.actions import create_user
from townsite.common.actors import Actor
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.resolution import EVERYWHERE

ACCOUNTS_FILE = "demo_accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    """A person to sign in as; `territory` is the code of what they reach, "" for everything."""

    email: str
    name: str
    role: Role
    territory: str
    what: str


ACCOUNTS = (
    DemoAccount("admin@example.com", ADMINISTRATOR, Role.SYSTEM_ADMIN, "", "sees everything"),
    DemoAccount(
        "vp.east@example.com", regional_vp("EAST"), Role.REGIONAL_VP, "EAST", "the East region"
    ),
    DemoAccount(
        "dm.southeast@example.com", district_manager("SOEAST"), Role.DISTRICT_MANAGER, "SOEAST",
        "one district",
    ),
    DemoAccount(
        "am.atlanta@example.com", account_manager("ATLANTA1"), Role.ACCOUNT_MANAGER, "ATLANTA1",
        "one territory",
    ),
)  # fmt: skip


def demo_password() -> str:
    """The password of every demo account: `TOWNSITE_DEMO_PASSWORD`, or the one everybody knows."""
    return os.environ.get("TOWNSITE_DEMO_PASSWORD") or "townsite-demo"


def make_accounts(ledger: Ledger, *, password: str, by: Actor, at: datetime) -> None:
    """Makes the people; `ledger.users` holds them by name."""
    for each in ACCOUNTS:
        ledger.users[each.name] = create_user(
            email=each.email, name=each.name, password=password, by=by, at=at
        )


def grant_accounts(ledger: Ledger, *, by: Actor, at: datetime) -> None:
    """Gives each their reach, once the territories stand."""
    for each in ACCOUNTS:
        give_grant(
            user=ledger.users[each.name],
            role=each.role,
            territory=ledger.territories[each.territory] if each.territory else None,
            by=by,
            at=at,
            reason="Demo account",
        )


def waive_second_factor(*, by: Actor, at: datetime) -> None:
    """Lets the demo's accounts in with a password alone, which everybody knows anyway."""
    set_policy(
        key="sign_in.second_factor",
        scope=EVERYWHERE,
        value="nobody",
        severity=Severity.BLOCK,
        reason="Demo: accounts with a well-known password and made-up data",
        by=by,
        at=at,
    )


def note_accounts(folder: Path, *, password: str) -> None:
    """Leaves the accounts where `bin/run` reads and prints them; only its owner may read them."""
    file = folder / ACCOUNTS_FILE
    folder.mkdir(parents=True, exist_ok=True)
    listed = [{"email": a.email, "password": password, "what": a.what} for a in ACCOUNTS]
    file.touch(mode=0o600)
    file.write_text(json.dumps(listed, indent=1))
