"""Root works as the project's owner, so that it leaves no files that the owner cannot change."""

import os
import pwd

from setup_steps.cluster.account import account_of
from setup_steps.project import Project


def step_down(project: Project) -> str | None:
    """The name of the ordinary account taken on for good, or None where nothing changed.

    Nothing changes for other users than root, for root's own projects, and for owners that the
    machine does not know or that cannot reach the folder.
    """
    if os.geteuid() != 0:
        return None
    account = account_of(project.root.stat().st_uid)
    if not account or not account.may_enter(project.root):
        return None
    os.initgroups(account.name, account.gid)
    os.setgid(account.gid)
    os.setuid(account.uid)
    os.environ |= {"HOME": pwd.getpwuid(account.uid).pw_dir, "USER": account.name}
    return account.name
