"""The ordinary account that PostgreSQL runs under: it refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from setup_steps.errors import SetupError


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def run(self, command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """The finished command, run under this account from `/`, with its output captured."""
        if os.geteuid() == 0 and self.uid != 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": [self.gid]}
        settings: dict[str, Any] = {
            "cwd": "/",
            "capture_output": True,
            "text": True,
            "umask": 0o077,
        }
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(command, check=False, env=environment, **(settings | options))

    def may_enter(self, folder: Path) -> bool:
        """Whether this account reaches the folder; asked of the kernel, so ACLs count too."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0


def account_of(uid: int) -> Account | None:
    """The account with this number, unless it is root or unknown to the machine."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def server_account(root: Path, data: Path) -> Account:
    """Who runs the server: this user; for root the data's owner, the project's, or postgres.

    Raises SetupError where root finds no ordinary account to step down to.
    """
    if os.geteuid() != 0:
        return account_of(os.geteuid()) or Account(str(os.geteuid()), os.geteuid(), os.getegid())
    owners = [folder.stat().st_uid for folder in (data, root) if folder.exists()]
    for account in map(account_of, owners):
        if account:
            return account
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        raise SetupError(
            "PostgreSQL does not run as root and the account postgres is missing."
            " Maybe PostgreSQL is not installed yet: bin/run installs it."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
